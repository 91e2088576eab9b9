import { FileText } from "lucide-react";
import Link from "next/link";
import { Amount } from "@/components/amount";
import { Badge } from "@/components/badge";
import { formatDate } from "@/lib/dates";
import type { RegisterLine } from "@/lib/schemas";

/** Lines as a bank book shows them: date, words, amount, balance after it; the latest first. */
export function RegisterTable({
  lines,
  currency,
}: {
  lines: readonly RegisterLine[];
  currency: string;
}) {
  return (
    <table className="w-full">
      <caption className="sr-only">Lines of the account, the latest first, in {currency}</caption>
      <thead className="text-xs text-muted">
        <tr>
          <th scope="col" className="hidden w-28 px-4 py-1.5 text-left font-medium sm:table-cell">
            Date
          </th>
          <th scope="col" className="px-4 py-1.5 text-left font-medium sm:px-0">
            Entry
          </th>
          <th scope="col" className="w-32 py-1.5 pr-4 pl-2 text-right font-medium sm:pr-2">
            Amount
            <span className="block font-normal sm:hidden">Balance</span>
          </th>
          <th scope="col" className="hidden w-30 py-1.5 pr-4 text-right font-medium sm:table-cell">
            Balance
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.line_id} className="border-t border-line align-baseline">
            <td className="hidden px-4 py-1.5 whitespace-nowrap text-muted sm:table-cell">
              {formatDate(line.date)}
            </td>
            <td className="max-w-0 px-4 py-1.5 sm:px-0">
              <Words line={line} />
            </td>
            <td className="figures py-1.5 pr-4 pl-2 sm:pr-2">
              <Amount amount={line.amount} currency={currency} />
              <span className="block text-xs text-muted sm:hidden">
                <Amount amount={line.balance} currency={currency} />
              </span>
            </td>
            <td className="figures hidden py-1.5 pr-4 sm:table-cell">
              <Amount amount={line.balance} currency={currency} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Words({ line }: { line: RegisterLine }) {
  return (
    <>
      <span className="block text-xs text-muted sm:hidden">{formatDate(line.date)}</span>
      <span className="flex items-baseline gap-2">
        <Link href={`/journal/entry?id=${line.entry_id}`} className="min-w-0 truncate hover:underline">
          {line.description}
        </Link>
        {line.status === "reversed" && <Badge tone="neutral">Reversed</Badge>}
        {line.statement_lines.map((source) => (
          <Link
            key={source.line_id}
            href={`/statements/line?id=${source.line_id}`}
            title="What the bank said"
            aria-label={`What the bank said about ${line.description}`}
            className="shrink-0 self-center text-muted hover:text-accent"
          >
            <FileText aria-hidden className="size-3.5" />
          </Link>
        ))}
      </span>
      <span className="block truncate text-xs text-muted">
        {line.counter_accounts.map(({ name }) => name).join(", ")}
        {line.memo && ` · ${line.memo}`}
      </span>
    </>
  );
}
