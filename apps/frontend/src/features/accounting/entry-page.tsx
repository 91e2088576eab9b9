"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { Amount } from "@/components/amount";
import { LinkButton } from "@/components/link-button";
import { Loaded } from "@/components/loaded";
import { PageHead } from "@/components/page-head";
import { Panel } from "@/components/panel";
import { Which } from "@/components/which";
import { api } from "@/lib/client";
import { formatDate } from "@/lib/dates";
import { BOOKS } from "@/lib/keys";
import { answered } from "@/lib/request";
import { auditAddress } from "./audit-rules";
import { EntryTable } from "./entry-table";
import { useAccounts, useEntry } from "./queries";

/** One entry with the lines of statements that it explains. */
export function EntryPage() {
  const id = Number(useSearchParams().get("id"));
  if (!id) return <Which one="entry" all="entries of the journal" href="/journal" />;
  return <EntryOf id={id} />;
}

function EntryOf({ id }: { id: number }) {
  const entry = useEntry(id);
  const { data: accounts } = useAccounts();
  return (
    <div className="max-w-3xl space-y-4">
      <PageHead
        title={entry.data?.description ?? "Entry"}
        above={
          <Link href="/journal" className="hover:text-ink hover:underline">
            Journal
          </Link>
        }
        about={`Entry ${id}`}
      >
        <LinkButton href={auditAddress({ kind: "entry", id: String(id) })} size="small">
          History of this entry
        </LinkButton>
      </PageHead>
      <Panel title="Debits and credits">
        <Loaded query={entry} what="the entry">
          {(found) => <EntryTable entries={[found]} accounts={accounts ?? []} isLinked={false} />}
        </Loaded>
      </Panel>
      <Sources entryId={id} />
    </div>
  );
}

/** The lines of statements behind an entry: the last step down from a figure. */
function Sources({ entryId }: { entryId: number }) {
  const params = { path: { entry_id: entryId } };
  const lines = useQuery({
    queryKey: [BOOKS, "sources", entryId],
    queryFn: () => answered(api.GET("/api/entries/{entry_id}/statement-lines", { params })),
  });
  return (
    <Panel title="What the bank said">
      <Loaded query={lines} what="the statement lines">
        {(found) =>
          found.length === 0 ? (
            <p className="px-4 py-4 text-muted">
              No line of a statement is behind this entry: it was entered by hand.
            </p>
          ) : (
            <ul className="divide-y divide-line">
              {found.map((line) => (
                <li key={line.id}>
                  <Link
                    href={`/statements/line?id=${line.id}`}
                    className="flex justify-between gap-4 px-4 py-2 hover:bg-raised"
                  >
                    <span className="min-w-0 truncate">
                      <span className="mr-3 text-muted">{formatDate(line.date)}</span>
                      {line.text}
                    </span>
                    <Amount amount={line.amount} currency={line.currency} showCurrency />
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}
