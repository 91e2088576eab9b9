import { Amount } from "@/components/amount";
import { decimal, isZero, negate, sign, toText } from "@/lib/decimal";
import type { ExchangeGain } from "@/lib/schemas";
import type { Exchange } from "./entry-rules";
import { useExchangeGain } from "./queries";

/** What an exchange gives and gets, as the server is asked about it. */
export function askedAbout({ got, paid }: Exchange, date: string): string {
  const amounts = [
    { amount: toText(got.amount), currency: got.currency },
    { amount: toText(negate(paid.amount)), currency: paid.currency },
  ];
  return JSON.stringify({ date, amounts });
}

/**
 * What booking an exchange will realise, as the server works it out from what the money had cost.
 * `asked` is null while a person still writes: a figure of other amounts would be wrong.
 */
export function RealisedGain({ asked }: { asked: string | null }) {
  const { data, error } = useExchangeGain(asked);
  return (
    <div>
      <dt className="text-xs text-muted">{data ? nameOf(data) : "Gain or loss"}</dt>
      <dd aria-live="polite" className="tabular-nums">
        {error ? (
          <span className="text-danger">{error.message}</span>
        ) : data ? (
          <Figure found={data} />
        ) : (
          <span className="text-muted">Working it out…</span>
        )}
      </dd>
    </div>
  );
}

function nameOf({ gain }: ExchangeGain): string {
  if (isZero(decimal(gain.amount))) return "Gain or loss";
  return sign(decimal(gain.amount)) > 0 ? "Gain it realises" : "Loss it realises";
}

function Figure({ found: { gain, in_base: inBase } }: { found: ExchangeGain }) {
  if (isZero(decimal(gain.amount))) return <span className="text-muted">None</span>;
  return (
    <>
      <Amount {...gain} showCurrency plus />
      {inBase === null ? (
        <span className="text-muted"> · no rate to the base currency is stored</span>
      ) : (
        inBase.currency !== gain.currency && (
          <>
            {" · "}
            <Amount {...inBase} showCurrency plus />
          </>
        )
      )}
    </>
  );
}
