"use client";
import { useState } from "react";
import { Button } from "@/components/button";
import { Empty } from "@/components/empty";
import { Field } from "@/components/field";
import { Loaded } from "@/components/loaded";
import { Notice } from "@/components/notice";
import { Panel } from "@/components/panel";
import { FIRST_DAY, formatDate, LAST_DAY, localDate } from "@/lib/dates";
import { faultAt } from "@/lib/request";
import { counted } from "@/lib/words";
import { useMe } from "../auth/queries";
import { useForgetRate, useRates, useStoreRate } from "./queries";
import { Outcome } from "./outcome";

/** What one unit of a currency was worth on a day. */
export function RatesPart() {
  const rates = useRates();
  const forget = useForgetRate();
  return (
    <>
      <NewRateForm />
      <Panel title="Stored rates">
        {forget.error && (
          <div className="px-4">
            <Notice tone="error">{forget.error.message}</Notice>
          </div>
        )}
        <Loaded query={rates} what="rates">
          {({ items, total }) =>
            items.length === 0 ? (
              <Empty title="No rate is stored.">
                You need some as soon as an account is in another currency than your reports.
              </Empty>
            ) : (
              <table className="w-full">
                <caption className="px-4 pt-2 text-left text-xs text-muted">
                  {total > items.length ? `The latest ${items.length} of ${total}` : counted(total, "rate")}
                </caption>
                <tbody>
                  {items.map((rate) => (
                    <tr key={rate.id} className="border-t border-line">
                      <td className="py-1 pr-2 pl-4 whitespace-nowrap text-muted">{formatDate(rate.date)}</td>
                      <td className="py-1 whitespace-nowrap tabular-nums">
                        1 {rate.currency} = {rate.rate} {rate.quote}
                      </td>
                      <td className="px-2 py-1 text-right">
                        <Button
                          size="small"
                          tone="quiet"
                          busy={forget.isPending}
                          aria-label={`Delete the rate of ${rate.currency} on ${formatDate(rate.date)}`}
                          onClick={() => forget.mutate(rate.id)}
                        >
                          Delete
                        </Button>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )
          }
        </Loaded>
      </Panel>
    </>
  );
}

const FIELDS = ["date", "currency", "rate", "quote"] as const;

function NewRateForm() {
  const { data: user } = useMe();
  const store = useStoreRate();
  const [rate, setRate] = useState({
    date: localDate(new Date()),
    currency: "",
    quote: user?.base_currency ?? "",
    rate: "",
  });
  const faultOf = (field: (typeof FIELDS)[number]) => faultAt(store.error, `rates.0.${field}`);
  const set = (change: Partial<typeof rate>) => setRate({ ...rate, ...change });
  return (
    <Panel title="Store a rate">
      <form
        className="p-4"
        onSubmit={(event) => {
          event.preventDefault();
          store.mutate(rate, { onSuccess: () => set({ rate: "" }) });
        }}
      >
        <div className="flex flex-wrap items-start gap-3">
          <Field label="On" className="w-40" error={faultOf("date")}>
            {(control) => (
              <input
                {...control}
                type="date"
                min={FIRST_DAY}
                max={LAST_DAY}
                required
                value={rate.date}
                onChange={(event) => set({ date: event.target.value })}
                className="control"
              />
            )}
          </Field>
          <Field label="One" className="w-20" error={faultOf("currency")}>
            {(control) => (
              <input
                {...control}
                required
                pattern="[A-Z]{3}"
                maxLength={3}
                placeholder="EUR"
                value={rate.currency}
                onChange={(event) => set({ currency: event.target.value.toUpperCase() })}
                className="control"
              />
            )}
          </Field>
          <Field label="was" className="w-32" error={faultOf("rate")}>
            {(control) => (
              <input
                {...control}
                required
                inputMode="decimal"
                pattern="\d{1,12}(\.\d{1,12})?"
                title="A number such as 1.3472"
                placeholder="1.3472"
                value={rate.rate}
                onChange={(event) => set({ rate: event.target.value })}
                className="control text-right"
              />
            )}
          </Field>
          <Field label="of" className="w-20" error={faultOf("quote")}>
            {(control) => (
              <input
                {...control}
                required
                pattern="[A-Z]{3}"
                maxLength={3}
                value={rate.quote}
                onChange={(event) => set({ quote: event.target.value.toUpperCase() })}
                className="control"
              />
            )}
          </Field>
          <Button type="submit" tone="primary" className="mt-5" busy={store.isPending}>
            Store
          </Button>
        </div>
        <Outcome
          change={store}
          isPlaced={FIELDS.some((field) => faultOf(field) !== undefined)}
          done="Stored. Reports use it at once."
        />
      </form>
    </Panel>
  );
}
