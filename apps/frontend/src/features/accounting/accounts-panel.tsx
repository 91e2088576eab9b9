"use client";
import { Pencil } from "lucide-react";
import { useState } from "react";
import { Amount } from "@/components/amount";
import { Badge } from "@/components/badge";
import { Button } from "@/components/button";
import { Panel } from "@/components/panel";
import type { Account } from "@/lib/schemas";
import { AccountDialog } from "./account-dialog";
import { groupAccounts, type AccountBalance, type AccountGroup } from "./balances";
import { useTrialBalance } from "./queries";
import { TYPE_NAMES } from "./words";

interface Selection {
  selected: Account | null;
  onSelect: (account: Account | null) => void;
}

export function AccountsPanel({
  accounts,
  ...selection
}: Selection & { accounts: readonly Account[] }) {
  const [adding, setAdding] = useState(false);
  const [changing, setChanging] = useState<Account | null>(null);
  const groups = groupAccounts(accounts, useTrialBalance().data?.rows ?? []);
  const add = (
    <Button size="small" onClick={() => setAdding(true)}>
      Add account
    </Button>
  );
  return (
    <Panel title="Accounts" actions={add} className="lg:sticky lg:top-4">
      <div className="pb-2">
        {groups.map((group) => (
          <Group key={group.type} group={group} onChange={setChanging} {...selection} />
        ))}
      </div>
      {adding && (
        <AccountDialog accounts={accounts} account={null} onClose={() => setAdding(false)} />
      )}
      {changing && (
        <AccountDialog accounts={accounts} account={changing} onClose={() => setChanging(null)} />
      )}
    </Panel>
  );
}

type GroupProps = Selection & { group: AccountGroup; onChange: (account: Account) => void };

function Group({ group, ...rest }: GroupProps) {
  const name = TYPE_NAMES[group.type].many;
  return (
    <section aria-label={name}>
      <h3 className="flex items-baseline justify-between gap-3 px-4 pt-3 pb-1 text-xs font-semibold text-muted">
        {name}
        <span className="flex flex-col">
          {group.totals.map(({ currency, amount }) => (
            <Amount key={currency} amount={amount} currency={currency} showCurrency />
          ))}
        </span>
      </h3>
      <ul>
        {group.accounts.map((entry) => (
          <Row key={entry.account.id} entry={entry} {...rest} />
        ))}
      </ul>
    </section>
  );
}

type RowProps = Omit<GroupProps, "group"> & { entry: AccountBalance };

function Row({ entry: { account, depth, balance }, selected, onSelect, onChange }: RowProps) {
  const isSelected = selected?.id === account.id;
  return (
    <li className="group flex items-center gap-1 pr-4 pl-2 hover:bg-raised has-aria-pressed:bg-raised">
      <button
        type="button"
        aria-pressed={isSelected || undefined}
        title={isSelected ? "Show the entries of all accounts" : "Show only this account's entries"}
        onClick={() => onSelect(isSelected ? null : account)}
        style={{ paddingLeft: `${0.5 + depth * 0.9}rem` }}
        className="flex min-w-0 flex-1 items-baseline gap-2 py-1 text-left"
      >
        <span className="w-10 shrink-0 truncate text-xs text-muted tabular-nums">
          {account.role === null && account.code}
        </span>
        <span className="min-w-0 wrap-break-word">{account.name}</span>
        {account.closed && <Badge tone="neutral">Closed</Badge>}
      </button>
      <Button
        size="small"
        tone="quiet"
        aria-label={`Change ${account.name}`}
        title={`Change ${account.name}`}
        onClick={() => onChange(account)}
        className="opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100"
      >
        <Pencil aria-hidden className="size-3.5" />
      </Button>
      <Amount amount={balance} currency={account.currency} />
    </li>
  );
}
