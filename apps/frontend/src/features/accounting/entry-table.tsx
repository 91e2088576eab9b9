"use client";
import Link from "next/link";
import { Amount } from "@/components/amount";
import { Badge } from "@/components/badge";
import { absolute, decimal, sign } from "@/lib/decimal";
import { formatDate } from "@/lib/dates";
import type { Account, Entry, EntryLine, EntryStatus } from "@/lib/schemas";
import { EntryActions } from "./entry-actions";

interface Props {
  /** Whether each entry is a way to its page; not where that is the page. */
  isLinked?: boolean;
  entries: readonly Entry[];
  accounts: readonly Account[];
}

/** Entries as a journal shows them: debits first, credits below and indented. */
export function EntryTable({ entries, accounts, isLinked = true }: Props) {
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const shown = new Set(entries.map((entry) => entry.id));
  const showCurrency = new Set(accounts.map((account) => account.currency)).size > 1;
  return (
    <table className="w-full">
      <caption className="sr-only">Journal entries, the latest first</caption>
      <thead className="text-xs text-muted">
        <tr>
          <th scope="col" className="px-4 py-1.5 text-left font-medium">
            Entry
          </th>
          <th scope="col" className="w-20 px-2 py-1.5 text-right font-medium sm:w-32">
            Debit
          </th>
          <th scope="col" className="w-24 py-1.5 pr-4 text-right font-medium sm:w-36">
            Credit
          </th>
        </tr>
      </thead>
      {entries.map((entry) => (
        <tbody key={entry.id} id={`entry-${entry.id}`} className="border-t border-line target:bg-raised">
          <EntryHead entry={entry} shown={shown} isLinked={isLinked} />
          {debitsFirst(entry.lines).map((line) => (
            <Line key={line.id} line={line} account={byId.get(line.account_id)} {...{ showCurrency }} />
          ))}
        </tbody>
      ))}
    </table>
  );
}

function debitsFirst(lines: readonly EntryLine[]): EntryLine[] {
  return lines.toSorted((left, right) => sign(decimal(right.amount)) - sign(decimal(left.amount)));
}

interface HeadProps {
  entry: Entry;
  /** The ids of the entries on this page, which can be jumped to. */
  shown: ReadonlySet<number>;
  isLinked: boolean;
}

function EntryHead({ entry, shown, isLinked }: HeadProps) {
  return (
    <tr>
      <th scope="rowgroup" colSpan={3} className="px-4 pt-2 pb-0.5 text-left font-normal">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
          <time dateTime={entry.date} className="w-24 shrink-0 text-muted tabular-nums">
            {formatDate(entry.date)}
          </time>
          <span className="order-last min-w-0 basis-full font-medium break-words sm:order-none sm:flex-1 sm:basis-40">
            {isLinked ? (
              <Link href={`/journal/entry?id=${entry.id}`} className="hover:underline">
                {entry.description}
              </Link>
            ) : (
              entry.description
            )}
            {" "}
            <Counterpart id={entry.reverses_id} name="original" shown={shown} />{" "}
            <Counterpart id={entry.reversed_by_id} name="reversal" shown={shown} />
          </span>
          <span className="-mr-2 ml-auto flex items-center gap-2">
            <StatusBadge status={entry.status} />
            <EntryActions entry={entry} />
          </span>
        </div>
      </th>
    </tr>
  );
}

const STATUSES: Record<EntryStatus, { tone: "neutral" | "caution" | "success"; name: string }> = {
  draft: { tone: "caution", name: "Draft" },
  posted: { tone: "success", name: "Posted" },
  reversed: { tone: "neutral", name: "Reversed" },
};

function StatusBadge({ status }: { status: EntryStatus }) {
  return <Badge tone={STATUSES[status].tone}>{STATUSES[status].name}</Badge>;
}

interface CounterpartProps {
  id: number | null;
  name: "original" | "reversal";
  shown: ReadonlySet<number>;
}

/** The way from a reversed entry to its reversal and back, where both are on the page. */
function Counterpart({ id, name, shown }: CounterpartProps) {
  if (id === null || !shown.has(id)) return null;
  return (
    <a href={`#entry-${id}`} className="ml-2 text-xs font-normal text-accent underline">
      see the {name}
    </a>
  );
}

interface LineProps {
  line: EntryLine;
  account: Account | undefined;
  showCurrency: boolean;
}

function Line({ line, account, showCurrency }: LineProps) {
  const isDebit = sign(decimal(line.amount)) > 0;
  const { currency } = line;
  const amount = <Amount amount={absolute(decimal(line.amount))} {...{ currency, showCurrency }} />;
  return (
    <tr className="*:align-baseline last:*:pb-2.5">
      <td className={`w-full max-w-0 py-0.5 pr-2 wrap-break-word ${isDebit ? "pl-4 sm:pl-31" : "pl-9 sm:pl-36"}`}>
        {account && (
          <span className="mr-2 hidden text-xs text-muted tabular-nums sm:inline">{account.code}</span>
        )}
        {account?.name ?? `Account ${line.account_id}`}
        {line.memo && <span className="text-xs text-muted"> {line.memo}</span>}
      </td>
      <td className="figures px-2">{isDebit && amount}</td>
      <td className="figures pr-4">{!isDebit && amount}</td>
    </tr>
  );
}
