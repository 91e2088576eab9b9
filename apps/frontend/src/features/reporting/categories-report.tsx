"use client";
import Link from "next/link";
import { Amount } from "@/components/amount";
import { Empty } from "@/components/empty";
import { Loaded } from "@/components/loaded";
import { Panel } from "@/components/panel";
import { monthOf, shortMonth } from "@/lib/dates";
import { decimal, isZero, sum } from "@/lib/decimal";
import type { Categories } from "@/lib/schemas";
import { MissingRates } from "./missing-rates";
import { useCategories, type Period } from "./queries";

/** Each account of income and expense, month by month; every figure leads to its lines. */
export function CategoriesReport({ period }: { period: Period }) {
  const report = useCategories(period);
  return (
    <Loaded query={report} what="the categories">
      {(found) => (
        <Panel title={`In ${found.base_currency}`}>
          <MissingRates report={found} />
          {found.rows.length === 0 ? (
            <Empty title="Nothing was earned or spent in this time." />
          ) : (
            <div tabIndex={0} role="region" aria-label="Categories by month" className="overflow-x-auto">
              <Table report={found} />
            </div>
          )}
        </Panel>
      )}
    </Loaded>
  );
}

const KINDS = [
  ["income", "Income"],
  ["expense", "Expenses"],
] as const;

function Table({ report }: { report: Categories }) {
  return (
    <table className="w-full text-xs">
      <thead className="text-muted">
        <tr>
          <th scope="col" className="sticky left-0 bg-surface px-4 py-1.5 text-left font-medium">
            Category
          </th>
          {report.months.map((month) => (
            <th key={month} scope="col" className="px-2 py-1.5 text-right font-medium whitespace-nowrap">
              {shortMonth(month)}
            </th>
          ))}
          <th scope="col" className="px-4 py-1.5 text-right font-medium">
            Total
          </th>
        </tr>
      </thead>
      {KINDS.map(([type, name]) => (
        <Kind
          key={type}
          name={name}
          report={report}
          rows={report.rows.filter((row) => row.type === type)}
        />
      ))}
    </table>
  );
}

interface KindProps {
  name: string;
  report: Categories;
  rows: Categories["rows"];
}

function Kind({ name, report: { months, base_currency: base }, rows }: KindProps) {
  const totals = months.map((_, index) =>
    sum(rows.map((row) => decimal(row.cells[index]?.value ?? "0"))),
  );
  return (
    <tbody className="border-t-2 border-line">
      <tr>
        <th
          scope="rowgroup"
          colSpan={months.length + 2}
          className="sticky left-0 px-4 pt-2 pb-1 text-left font-semibold text-muted"
        >
          {name}
        </th>
      </tr>
      {rows.map((row) => (
        <tr key={row.account_id} className="border-t border-line">
          <th
            scope="row"
            className="sticky left-0 max-w-40 truncate bg-surface px-4 py-1 text-left font-normal"
          >
            {row.name}
          </th>
          {row.cells.map(({ month, value }) => (
            <td key={month} className="figures px-2 py-1">
              <Cell accountId={row.account_id} month={month} value={value} base={base} />
            </td>
          ))}
          <td className="figures px-4 py-1 font-medium">
            <Amount amount={row.total} currency={base} />
          </td>
        </tr>
      ))}
      <tr className="border-t border-field font-semibold">
        <th scope="row" className="sticky left-0 bg-surface px-4 py-1.5 text-left">
          Total
        </th>
        {totals.map((total, index) => (
          <td key={months[index]} className="figures px-2 py-1.5">
            <Amount amount={total} currency={base} />
          </td>
        ))}
        <td className="figures px-4 py-1.5">
          <Amount amount={sum(totals)} currency={base} />
        </td>
      </tr>
    </tbody>
  );
}

interface CellProps {
  accountId: number;
  month: string;
  value: string;
  base: string;
}

function Cell({ accountId, month, value, base }: CellProps) {
  if (isZero(decimal(value))) return <span className="text-muted">–</span>;
  const { first, last } = monthOf(month);
  return (
    <Link
      href={`/accounts/register?id=${accountId}&from=${first}&to=${last}`}
      className="hover:underline"
    >
      <Amount amount={value} currency={base} />
    </Link>
  );
}
