import { useWatch, type UseFormReturn } from "react-hook-form";
import { Amount } from "@/components/amount";
import { ratio, toText, type Decimal } from "@/lib/decimal";
import {
  exchangeOf,
  twoCurrencies,
  type AccountsById,
  type EntryValues,
  type Exchange,
  type LineValues,
} from "./entry-rules";
import { askedAbout, RealisedGain } from "./realised-gain";
import { useSettled } from "./use-settled";

/** Milliseconds without a key before the server is asked. */
const PAUSE = 250;

interface Props {
  lines: readonly LineValues[];
  accounts: AccountsById;
  form: UseFormReturn<EntryValues>;
}

/** Offers to book lines of two currencies as an exchange, with the rate that follows from them. */
export function ExchangeOffer({ lines, accounts, form }: Props) {
  const date = useWatch({ control: form.control, name: "date" });
  const currencies = twoCurrencies(lines, accounts);
  const exchange = exchangeOf(lines, accounts);
  const asked = exchange && date ? askedAbout(exchange, date) : "";
  const isSettled = useSettled(asked, PAUSE) === asked && asked !== "";
  if (!currencies) return null;
  return (
    <section aria-label="Exchange" className="mt-3 rounded-md bg-raised px-3 py-2.5">
      <label className="flex items-center gap-2 font-medium">
        <input type="checkbox" {...form.register("exchange")} className="size-4" />
        {currencies[0]} and {currencies[1]} were exchanged
      </label>
      {exchange ? (
        <Outcome exchange={exchange} asked={isSettled ? asked : null} />
      ) : (
        <p className="mt-1 text-xs text-muted">
          Debit what was got on one account, and credit what was paid on the other, fees included:
          the rate follows. Without an exchange, each currency has to balance by itself.
        </p>
      )}
    </section>
  );
}

interface OutcomeProps {
  exchange: Exchange;
  /** What the server is to be asked about; null while it is being written. */
  asked: string | null;
}

function Outcome({ exchange: { got, paid }, asked }: OutcomeProps) {
  return (
    <>
      <dl className="mt-2 flex flex-wrap gap-x-6 gap-y-1">
        <Figure name="Paid">
          <Amount {...paid} showCurrency />
        </Figure>
        <Figure name="Got">
          <Amount {...got} showCurrency />
        </Figure>
        <Figure name="At a rate of">
          {rate(got.currency, paid.amount, got.amount, paid.currency)}
          <span className="text-muted">
            {" · "}
            {rate(paid.currency, got.amount, paid.amount, got.currency)}
          </span>
        </Figure>
        <RealisedGain asked={asked} />
      </dl>
      <p className="mt-1.5 text-xs text-muted">
        What was got is kept at what it cost. When it is given back, what it then brings more or less
        is booked as income under “Gain or loss on exchange”.
      </p>
    </>
  );
}

function rate(one: string, of: Decimal, by: Decimal, currency: string): string {
  return `1 ${one} = ${toText(ratio(of, by))} ${currency}`;
}

function Figure({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="tabular-nums">{children}</dd>
    </div>
  );
}
