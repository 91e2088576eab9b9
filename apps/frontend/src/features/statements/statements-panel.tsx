"use client";
import { Amount } from "@/components/amount";
import { Panel } from "@/components/panel";
import { formatDate } from "@/lib/dates";
import { decimal, isZero } from "@/lib/decimal";
import type { Import, Statement } from "@/lib/schemas";
import { counted } from "@/lib/words";
import { useAccounts } from "../accounting/queries";
import { AssignAccount } from "./assign-account";

/** The statements in a file: of which account, over which days, and whether their balances hold. */
export function StatementsPanel({ found }: { found: Import }) {
  const { data: accounts } = useAccounts();
  return (
    <Panel
      title={found.statements.length === 1 ? "The statement" : `${found.statements.length} statements`}
    >
      <ul className="divide-y divide-line">
        {found.statements.map((statement) => (
          <li
            key={statement.id}
            className="grid gap-x-6 gap-y-2 px-4 py-3 sm:grid-cols-[minmax(0,1fr)_auto]"
          >
            <div className="min-w-0">
              <p className="font-medium">
                {statement.identifier || "No account number in the file"}
                {statement.told_currency && (
                  <span className="text-xs text-muted"> {statement.told_currency}</span>
                )}
              </p>
              <p className="text-muted">
                {formatDate(statement.first)} – {formatDate(statement.last)} ·{" "}
                {counted(statement.line_count, "line")}
              </p>
              {found.status === "preview" ? (
                <AssignAccount importId={found.id} statement={statement} accounts={accounts} />
              ) : (
                <p className="mt-1">
                  {accounts?.find(({ id }) => id === statement.account_id)?.name ?? "No account"}
                </p>
              )}
            </div>
            <Balances statement={statement} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Balances({ statement }: { statement: Statement }) {
  const { opening, moved, closing, difference } = statement;
  const currency = statement.currency ?? statement.told_currency;
  const rows = [
    ["Opening", opening],
    ["Lines", moved],
    ["Closing", closing],
  ] as const;
  return (
    <div className="sm:w-64">
      <dl className="grid grid-cols-[1fr_auto] gap-x-6">
        {rows.map(([name, amount]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="text-right">
              {amount === null ? (
                <span className="text-muted">not told</span>
              ) : (
                <Amount amount={amount} currency={currency} />
              )}
            </dd>
          </div>
        ))}
      </dl>
      {difference !== null && !isZero(decimal(difference)) && (
        <p role="alert" className="mt-1 text-danger">
          The balances do not add up: <Amount amount={difference} currency={currency} /> is missing.
        </p>
      )}
    </div>
  );
}
