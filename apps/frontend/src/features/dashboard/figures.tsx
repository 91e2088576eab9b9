"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { Amount } from "@/components/amount";
import type { Month } from "@/lib/dates";
import { decimal, subtract } from "@/lib/decimal";
import { useIncomeStatement, useNetWorth } from "../reporting/queries";

/** The figures of the month, each a way to the report that explains it. */
export function Figures({ month }: { month: Month }) {
  const { data: statement } = useIncomeStatement({ from: month.first, to: month.last });
  const { data: worth } = useNetWorth({});
  const currency = statement?.base_currency ?? worth?.base_currency ?? "";
  const latest = worth?.points.at(-1);
  const before = worth?.points.at(-2);
  const period = `from=${month.first}&to=${month.last}`;
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line lg:grid-cols-4">
      <Figure name="Net worth" href="/reports?report=balance-sheet">
        {latest && <Amount amount={latest.net_worth} currency={currency} showCurrency />}
        {latest && before && (
          <p className="text-xs font-normal text-muted">
            <Amount
              amount={subtract(decimal(latest.net_worth), decimal(before.net_worth))}
              currency={currency}
              plus
            />{" "}
            since last month
          </p>
        )}
      </Figure>
      <Figure name="Income" href={`/reports?report=income-statement&${period}`}>
        {statement && <Amount amount={statement.income.total} currency={currency} />}
      </Figure>
      <Figure name="Spending" href={`/reports?report=income-statement&${period}`}>
        {statement && <Amount amount={statement.expenses.total} currency={currency} />}
      </Figure>
      <Figure name="Kept" href={`/reports?report=cash-flow&${period}`}>
        {statement && <Amount amount={statement.net} currency={currency} />}
      </Figure>
    </dl>
  );
}

function Figure({ name, href, children }: { name: string; href: string; children: ReactNode }) {
  return (
    <div className="min-w-0 bg-surface px-4 py-3">
      <dt className="text-xs text-muted">
        <Link href={href} className="hover:text-ink hover:underline">
          {name}
        </Link>
      </dt>
      <dd className="mt-1 min-h-7 text-lg font-semibold">{children}</dd>
    </div>
  );
}
