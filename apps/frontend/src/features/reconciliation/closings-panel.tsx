"use client";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { Amount } from "@/components/amount";
import { Badge } from "@/components/badge";
import { Empty } from "@/components/empty";
import { Loaded } from "@/components/loaded";
import { Panel } from "@/components/panel";
import { formatDate, formatMoment } from "@/lib/dates";
import type { Account, Closing } from "@/lib/schemas";
import { accountName } from "../review/words";
import { useClosings } from "./queries";

/** The locked records of statements, those that were reopened later included. */
export function ClosingsPanel({ accounts }: { accounts: readonly Account[] }) {
  const closings = useClosings();
  return (
    <Panel title="Locked records" className="mt-4">
      <Loaded query={closings} what="locked records">
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No statement is locked yet.">
              Open one above, tick its lines off, and lock it once the difference is zero.
            </Empty>
          ) : (
            <ul className="divide-y divide-line">
              {items.map((each) => (
                <Row key={each.id} closing={each} account={accountName(accounts, each.account_id)} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}

function Row({ closing, account }: { closing: Closing; account: string }) {
  const { first, last, currency, closed_at, reopened_at, reason } = closing;
  return (
    <li>
      <details className="group">
        <summary className="flex cursor-pointer flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 hover:bg-raised">
          <ChevronRight
            aria-hidden
            className="size-4 shrink-0 text-muted transition-transform group-open:rotate-90"
          />
          <span className="min-w-0 flex-1 basis-52">
            <span className="block truncate font-medium">{account}</span>
            <span className="block text-xs text-muted">
              {formatDate(first)} – {formatDate(last)}, locked {formatMoment(closed_at)}
            </span>
            {reopened_at !== null && (
              <span className="block text-xs text-muted">
                Reopened {formatMoment(reopened_at)}
                {reason && `: ${reason}`}
              </span>
            )}
          </span>
          <Amount amount={closing.closing} currency={currency} showCurrency />
          <Badge tone={reopened_at === null ? "success" : "neutral"}>
            {reopened_at === null ? "Locked" : "Reopened"}
          </Badge>
        </summary>
        <Lines closing={closing} />
      </details>
    </li>
  );
}

/** What was locked: the lines as they were, and the entries that explained them. */
function Lines({ closing }: { closing: Closing }) {
  const { currency, lines, opening, statement_id } = closing;
  return (
    <div className="space-y-2 bg-raised px-4 py-3 text-xs">
      <p className="flex justify-between gap-3 text-muted">
        <span>Opening balance</span>
        <Amount amount={opening} currency={currency} />
      </p>
      <ul className="max-h-80 space-y-1 overflow-y-auto">
        {lines.map((line) => (
          <li key={line.line_id} className="flex justify-between gap-3">
            <span className="min-w-0 truncate">
              {formatDate(line.date)} {line.text}
              {line.entry_ids.map((id) => (
                <Link key={id} href={`/journal/entry?id=${id}`} className="ml-2 text-accent underline">
                  entry {id}
                </Link>
              ))}
            </span>
            <Amount amount={line.amount} currency={currency} />
          </li>
        ))}
      </ul>
      <Link href={`/reconciliation?statement=${statement_id}`} className="text-accent underline">
        Open the statement
      </Link>
    </div>
  );
}
