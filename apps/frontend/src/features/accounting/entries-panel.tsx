"use client";
import { useState } from "react";
import { Button } from "@/components/button";
import { Loaded } from "@/components/loaded";
import { Panel } from "@/components/panel";
import { formatCount } from "@/lib/words";
import { ENTRY_STATUSES, type Account, type EntryStatus } from "@/lib/schemas";
import { EntryTable } from "./entry-table";
import { useEntries } from "./queries";
import { useSettled } from "./use-settled";

const PAGE_SIZE = 25;
/** Milliseconds without a key before the search is sent. */
const SEARCH_PAUSE = 250;

interface Props {
  accounts: readonly Account[];
  /** Only entries with a line of this account; null shows all. */
  account: Account | null;
  onAnyAccount: () => void;
}

export function EntriesPanel({ accounts, account, onAnyAccount }: Props) {
  const [status, setStatus] = useState<EntryStatus | null>(null);
  const [text, setText] = useState("");
  const filter = { status, text: useSettled(text.trim(), SEARCH_PAUSE), accountId: account?.id ?? null };
  const filters = (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      {account && (
        <Button size="small" aria-label={`Stop filtering by ${account.name}`} onClick={onAnyAccount}>
          {account.name} <span aria-hidden>&nbsp;×</span>
        </Button>
      )}
      <input
        type="search"
        aria-label="Search entries"
        placeholder="Search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="h-7 w-44 rounded-md border border-field bg-surface px-2 text-xs"
      />
      <Status status={status} onChange={setStatus} />
    </div>
  );
  return (
    <Panel title="Entries" actions={filters}>
      <Pages filter={filter} accounts={accounts} />
    </Panel>
  );
}

interface StatusProps {
  status: EntryStatus | null;
  onChange: (status: EntryStatus | null) => void;
}

function Status({ status, onChange }: StatusProps) {
  return (
    <select
      aria-label="Show entries"
      value={status ?? ""}
      onChange={(event) => onChange((event.target.value || null) as EntryStatus | null)}
      className="h-7 rounded-md border border-field bg-surface px-1.5 text-xs"
    >
      <option value="">All entries</option>
      {ENTRY_STATUSES.map((name) => (
        <option key={name} value={name}>
          {STATUS_CHOICES[name]}
        </option>
      ))}
    </select>
  );
}

const STATUS_CHOICES: Record<EntryStatus, string> = {
  draft: "Drafts",
  posted: "Posted",
  reversed: "Reversed",
};

interface Filter {
  status: EntryStatus | null;
  text: string;
  accountId: number | null;
}

function Pages({ filter, accounts }: { filter: Filter; accounts: readonly Account[] }) {
  const filtered = JSON.stringify(filter);
  const [position, setPosition] = useState({ filtered, offset: 0 });
  // Another filter begins on its first page.
  const offset = position.filtered === filtered ? position.offset : 0;
  const entries = useEntries({ ...filter, limit: PAGE_SIZE, offset });
  return (
    <Loaded query={entries} what="entries">
      {({ items, total }) => {
        if (total === 0) return <NoEntries isFiltered={isFiltered(filter)} />;
        return (
          <>
            <EntryTable entries={items} accounts={accounts} />
            {total > PAGE_SIZE && (
              <Paging
                first={offset + 1}
                shown={items.length}
                total={total}
                onMove={(to) => setPosition({ filtered, offset: to })}
              />
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function isFiltered({ status, text, accountId }: Filter): boolean {
  return status !== null || text !== "" || accountId !== null;
}

function NoEntries({ isFiltered: filtered }: { isFiltered: boolean }) {
  return (
    <p className="px-4 py-6 text-muted">
      {filtered
        ? "No entry fits what you are looking for."
        : "No entries yet. Write the first one with “New entry”, perhaps an opening balance."}
    </p>
  );
}

interface PagingProps {
  first: number;
  shown: number;
  total: number;
  onMove: (offset: number) => void;
}

function Paging({ first, shown, total, onMove }: PagingProps) {
  const last = first + shown - 1;
  return (
    <nav
      aria-label="Pages of entries"
      className="flex items-center justify-between border-t border-line px-4 py-2 text-xs text-muted"
    >
      <span role="status" className="tabular-nums">
        {formatCount(first)}–{formatCount(last)} of {formatCount(total)}
      </span>
      <span className="flex gap-2">
        <Button
          size="small"
          disabled={first === 1}
          onClick={() => onMove(Math.max(0, first - 1 - PAGE_SIZE))}
        >
          Newer
        </Button>
        <Button size="small" disabled={last >= total} onClick={() => onMove(last)}>
          Older
        </Button>
      </span>
    </nav>
  );
}
