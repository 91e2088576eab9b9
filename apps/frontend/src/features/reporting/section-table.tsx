import Link from "next/link";
import { Amount } from "@/components/amount";
import type { ReportRow, Section } from "@/lib/schemas";

interface Props {
  title: string;
  section: Section;
  /** The currency of values and totals. */
  base: string;
  /** The dates of the figures; without `from`, they are balances. */
  period: { from?: string; to: string };
  totalName?: string;
  children?: React.ReactNode;
}

/** The accounts of one kind with their values; each is a way down to the lines that made it. */
export function SectionTable({ title, section, base, period, totalName, children }: Props) {
  return (
    <table className="w-full">
      <caption className="px-4 pt-3 pb-1 text-left text-xs font-semibold text-muted">{title}</caption>
      <tbody>
        {section.rows.map((row) => (
          <Row key={row.account_id} row={row} base={base} period={period} />
        ))}
        {children}
        {section.rows.length === 0 && !children && (
          <tr className="border-t border-line">
            <td className="px-4 py-1.5 text-muted">Nothing in this time</td>
            <td />
          </tr>
        )}
      </tbody>
      <tfoot>
        <tr className="border-t-2 border-field font-semibold">
          <th scope="row" className="px-4 py-1.5 text-left">
            {totalName ?? `Total ${title.toLowerCase()}`}
          </th>
          <td className="figures px-4 py-1.5">
            <Amount amount={section.total} currency={base} />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

function Row({ row, base, period }: { row: ReportRow; base: string; period: Props["period"] }) {
  const query = new URLSearchParams({ id: String(row.account_id), ...period });
  return (
    <tr className="border-t border-line hover:bg-raised">
      <th
        scope="row"
        style={{ paddingLeft: `${1 + row.depth * 1.25}rem` }}
        className="py-1 pr-2 text-left font-normal"
      >
        <Link href={`/accounts/register?${query}`} className="hover:underline">
          {row.name}
        </Link>
        {row.currency !== base && (
          <span className="text-xs text-muted">
            {" "}
            <Amount amount={row.amount} currency={row.currency} showCurrency />
          </span>
        )}
      </th>
      <td className="figures px-4 py-1">
        {row.value === null ? (
          <span className="text-caution">no rate</span>
        ) : (
          <Amount amount={row.total} currency={base} />
        )}
      </td>
    </tr>
  );
}

interface LineProps {
  name: React.ReactNode;
  amount: string;
  base: string;
  strong?: boolean;
}

/** A line of a report that is of no account. */
export function ReportLine({ name, amount, base, strong = false }: LineProps) {
  return (
    <tr className={`border-t border-line ${strong ? "font-semibold" : ""}`}>
      <th scope="row" className={`px-4 py-1.5 text-left ${strong ? "" : "font-normal"}`}>
        {name}
      </th>
      <td className="figures px-4 py-1.5">
        <Amount amount={amount} currency={base} />
      </td>
    </tr>
  );
}
