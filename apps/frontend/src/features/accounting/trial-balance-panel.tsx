"use client";
import { useState } from "react";
import { Amount } from "@/components/amount";
import { Loaded } from "@/components/loaded";
import { Panel } from "@/components/panel";
import { FIRST_DAY, LAST_DAY } from "@/lib/dates";
import { decimal, isZero } from "@/lib/decimal";
import type { TrialBalance } from "@/lib/schemas";
import { useTrialBalance } from "./queries";

export function TrialBalancePanel() {
  const [asOf, setAsOf] = useState("");
  const balance = useTrialBalance(asOf);
  const date = (
    <label className="flex items-center gap-2 text-xs text-muted">
      As of
      <input
        type="date"
        min={FIRST_DAY}
        max={LAST_DAY}
        value={asOf}
        onChange={(event) => setAsOf(event.target.value)}
        className="h-7 rounded-md border border-field bg-surface px-1.5 text-ink"
      />
    </label>
  );
  return (
    <Panel title="Trial balance" actions={date}>
      <Loaded query={balance} what="the trial balance">
        {(found) =>
          found.rows.length > 0 ? (
            <BalanceTable balance={found} />
          ) : (
            <p className="px-4 py-6 text-muted">
              Nothing is posted {asOf ? "up to this date" : "yet"}, so there is nothing to balance.
            </p>
          )
        }
      </Loaded>
    </Panel>
  );
}

function BalanceTable({ balance: { rows, totals } }: { balance: TrialBalance }) {
  return (
    <table className="w-full">
      <caption className="sr-only">Balances of the accounts, debits beside credits</caption>
      <thead className="text-xs text-muted">
        <tr>
          <th scope="col" className="px-4 py-1.5 text-left font-medium">
            Account
          </th>
          <th scope="col" className="w-20 px-2 sm:w-32 py-1.5 text-right font-medium">
            Debit
          </th>
          <th scope="col" className="w-24 py-1.5 sm:w-36 pr-4 text-right font-medium">
            Credit
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.account_id} ${row.currency}`} className="border-t border-line">
            <th scope="row" className="px-4 py-1 text-left font-normal">
              <span className="mr-2 hidden text-xs text-muted tabular-nums sm:inline">{row.code}</span>
              {row.name}
            </th>
            <Columns {...row} />
          </tr>
        ))}
      </tbody>
      <tfoot className="font-semibold">
        {totals.map((total) => (
          <tr key={total.currency} className="border-t-2 border-field">
            <th scope="row" className="px-4 py-1.5 text-left">
              Total {total.currency}
            </th>
            <Columns {...total} />
          </tr>
        ))}
      </tfoot>
    </table>
  );
}

interface ColumnsProps {
  debit: string;
  credit: string;
  currency: string;
}

function Columns({ debit, credit, currency }: ColumnsProps) {
  return (
    <>
      <td className="figures px-2">
        {!isZero(decimal(debit)) && <Amount amount={debit} currency={currency} />}
      </td>
      <td className="figures pr-4">
        {!isZero(decimal(credit)) && <Amount amount={credit} currency={currency} />}
      </td>
    </>
  );
}
