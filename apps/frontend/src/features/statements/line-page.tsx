"use client";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { Amount } from "@/components/amount";
import { Loaded } from "@/components/loaded";
import { PageHead } from "@/components/page-head";
import { Panel } from "@/components/panel";
import { Which } from "@/components/which";
import { formatDate, formatMoment } from "@/lib/dates";
import type { StatementLineDetail } from "@/lib/schemas";
import { useAccounts, useEntry } from "../accounting/queries";
import { useStatementLine } from "./queries";

/** The last step down from a figure: what the bank said, in which file, at which line. */
export function LinePage() {
  const id = Number(useSearchParams().get("id"));
  if (!id) return <Which one="line" all="accounts" href="/accounts" />;
  return <LineOf id={id} />;
}

function LineOf({ id }: { id: number }) {
  const line = useStatementLine(id);
  return (
    <Loaded query={line} what="the line">
      {(found) => <Line line={found} />}
    </Loaded>
  );
}

function Line({ line }: { line: StatementLineDetail }) {
  const { data: accounts } = useAccounts();
  const account = accounts?.find(({ id }) => id === line.account_id);
  return (
    <div className="max-w-3xl space-y-4">
      <PageHead
        title={line.text || "A line without words"}
        above={
          <Link
            href={`/accounts/register?id=${line.account_id}`}
            className="hover:text-ink hover:underline"
          >
            {account?.name ?? "Account"}
          </Link>
        }
        about={
          <>
            {formatDate(line.date)}
            {line.value_date &&
              line.value_date !== line.date &&
              `, value of ${formatDate(line.value_date)}`}
            {line.bank_id && ` · the bank's id ${line.bank_id}`}
          </>
        }
      >
        <span className="text-xl font-semibold">
          <Amount amount={line.amount} currency={line.currency} showCurrency />
        </span>
      </PageHead>
      <Panel title="Where the bank said so">
        <ul className="divide-y divide-line">
          {line.sightings.map((seen) => (
            <li
              key={`${seen.import_id} ${seen.number}`}
              className="flex flex-wrap items-baseline justify-between gap-3 px-4 py-2"
            >
              <Link href={`/statements/import?id=${seen.import_id}`} className="text-accent underline">
                {seen.file_name}
              </Link>
              <span className="text-muted">
                line {seen.number}
                {seen.committed_at && `, imported ${formatMoment(seen.committed_at)}`}
              </span>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title="What it is in the books">
        {line.entry_ids.length === 0 ? (
          <p className="px-4 py-4 text-muted">
            No entry explains this line yet.{" "}
            <Link href="/review" className="text-accent underline">
              Review what waits
            </Link>
          </p>
        ) : (
          <ul className="px-4 py-2">
            {line.entry_ids.map((id) => (
              <li key={id}>
                <EntryLink id={id} />
              </li>
            ))}
          </ul>
        )}
      </Panel>
    </div>
  );
}

function EntryLink({ id }: { id: number }) {
  const { data: entry } = useEntry(id);
  return (
    <Link href={`/journal/entry?id=${id}`} className="text-accent underline">
      {entry ? `${entry.description}, ${formatDate(entry.date)}` : `Entry ${id}`}
    </Link>
  );
}
