import Link from "next/link";
import type { ReactNode } from "react";
import { Amount } from "@/components/amount";
import { Empty } from "@/components/empty";
import { Panel } from "@/components/panel";
import { formatDate } from "@/lib/dates";
import type { Account, Workbench } from "@/lib/schemas";
import { accountName } from "../review/words";

interface Props {
  bench: Workbench;
  accounts: readonly Account[];
  picked: ReadonlySet<number>;
  isLocked: boolean;
  onPick: (id: number) => void;
  children: ReactNode;
}

/** Entries of the ledger that no line explains yet, up to the statement's last day. */
export function LedgerSide({ bench, accounts, picked, isLocked, onPick, children }: Props) {
  const balance = (
    <span className="text-xs text-muted">
      Balance <Amount amount={bench.ledger_balance} currency={bench.statement.currency} showCurrency />
    </span>
  );
  return (
    <Panel title="The ledger, without a line" actions={balance}>
      {bench.entries.length === 0 ? (
        <Empty title="Every entry has its line.">
          What is left on the statement has no entry yet: book it.
        </Empty>
      ) : (
        <ul
          aria-label="Entries of the ledger"
          className="max-h-[34rem] divide-y divide-line overflow-y-auto"
          tabIndex={0}
        >
          {bench.entries.map((side) => (
            <li key={side.entry_id} className="flex items-center gap-2.5 px-4 py-1.5">
              <input
                type="checkbox"
                aria-label={`Pick ${side.description}`}
                checked={picked.has(side.entry_id)}
                disabled={isLocked}
                onChange={() => onPick(side.entry_id)}
                className="size-4 shrink-0 accent-accent"
              />
              <Link
                href={`/journal/entry?id=${side.entry_id}`}
                className="min-w-0 flex-1 hover:underline"
              >
                <span className="block truncate">{side.description}</span>
                <span className="block truncate text-xs text-muted">
                  {formatDate(side.date)} ·{" "}
                  {side.counter_account_ids.map((id) => accountName(accounts, id)).join(", ")}
                </span>
              </Link>
              <Amount amount={side.amount} currency={side.currency} />
            </li>
          ))}
        </ul>
      )}
      {bench.more_entries && (
        <p className="border-t border-line px-4 py-2 text-xs text-muted">Older entries are not shown.</p>
      )}
      {children}
    </Panel>
  );
}
