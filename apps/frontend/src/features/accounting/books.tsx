"use client";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Button } from "@/components/button";
import { FileMenu } from "@/components/file-menu";
import { Notice } from "@/components/notice";
import { PageHead } from "@/components/page-head";
import { Panel } from "@/components/panel";
import type { Account } from "@/lib/schemas";
import { BOOK_FILES } from "./book-files";
import { AccountsPanel } from "./accounts-panel";
import { EntriesPanel } from "./entries-panel";
import { EntryForm } from "./entry-form";
import { TrialBalancePanel } from "./trial-balance-panel";
import { useDraft } from "./use-draft";

/** Entries, trial balance and accounts side by side, with the form of a new entry on top. */
export function Books({ accounts }: { accounts: readonly Account[] }) {
  const draft = useDraft();
  const [writing, setWriting] = useState(() => draft.read() !== undefined);
  const [saved, setSaved] = useState("");
  const [account, setAccount] = useState<Account | null>(null);
  const newEntry = useRef<HTMLButtonElement>(null);

  function stopWriting() {
    // The button must be there again before it can take the focus.
    flushSync(() => setWriting(false));
    newEntry.current?.focus();
  }

  return (
    <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="min-w-0 space-y-4">
        <PageHead title="Journal">
          <FileMenu files={BOOK_FILES} />
          {!writing && (
            <Button ref={newEntry} tone="primary" onClick={() => setWriting(true)}>
              New entry
            </Button>
          )}
        </PageHead>
        {writing && (
          <Panel title="New entry">
            <EntryForm accounts={accounts} onSaved={setSaved} onClose={stopWriting} />
          </Panel>
        )}
        {saved && <Notice tone="success">{saved}</Notice>}
        <EntriesPanel accounts={accounts} account={account} onAnyAccount={() => setAccount(null)} />
        <TrialBalancePanel />
      </div>
      <AccountsPanel accounts={accounts} selected={account} onSelect={setAccount} />
    </div>
  );
}
