"use client";
import { useState } from "react";
import { Button } from "@/components/button";
import { Loaded } from "@/components/loaded";
import { Notice } from "@/components/notice";
import { Panel } from "@/components/panel";
import type { Account } from "@/lib/schemas";
import { AccountsPanel } from "./accounts-panel";
import { EntriesPanel } from "./entries-panel";
import { EntryForm } from "./entry-form";
import { FirstAccounts } from "./first-accounts";
import { useAccounts } from "./queries";
import { TrialBalancePanel } from "./trial-balance-panel";

export function JournalPage() {
  const accounts = useAccounts();
  return (
    <Loaded query={accounts} what="the books">
      {(found) => (found.length === 0 ? <FirstAccounts /> : <Books accounts={found} />)}
    </Loaded>
  );
}

function Books({ accounts }: { accounts: readonly Account[] }) {
  const [writing, setWriting] = useState(false);
  const [saved, setSaved] = useState("");
  const [account, setAccount] = useState<Account | null>(null);
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="min-w-0 space-y-4">
        <div className="flex items-center justify-between">
          <h1 className="text-lg font-semibold">Journal</h1>
          {!writing && (
            <Button tone="primary" onClick={() => setWriting(true)}>
              New entry
            </Button>
          )}
        </div>
        {writing && (
          <Panel title="New entry">
            <EntryForm accounts={accounts} onSaved={setSaved} onClose={() => setWriting(false)} />
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
