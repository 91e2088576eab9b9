"use client";
import { Pencil } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Amount } from "@/components/amount";
import { Badge } from "@/components/badge";
import { Button } from "@/components/button";
import { Loaded } from "@/components/loaded";
import { PageHead } from "@/components/page-head";
import { Panel } from "@/components/panel";
import type { Account } from "@/lib/schemas";
import { AccountDialog } from "./account-dialog";
import { groupAccounts, type AccountBalance, type AccountGroup } from "./balances";
import { FirstAccounts } from "./first-accounts";
import { useAccounts, useCreateAccounts, useTrialBalance } from "./queries";
import { TYPE_NAMES } from "./words";

/** The account tree with what stands on each, and the way to its register. */
export function AccountsPage() {
  const accounts = useAccounts();
  const creation = useCreateAccounts();
  return (
    <Loaded query={accounts} what="accounts">
      {(found) =>
        found.length === 0 ? <FirstAccounts creation={creation} /> : <Tree accounts={found} />
      }
    </Loaded>
  );
}

function Tree({ accounts }: { accounts: readonly Account[] }) {
  const [changing, setChanging] = useState<Account | "new" | null>(null);
  const [withClosed, setWithClosed] = useState(false);
  const shown = accounts.filter(({ closed }) => withClosed || !closed);
  const groups = groupAccounts(shown, useTrialBalance().data?.rows ?? []);
  const hidden = accounts.length - shown.length;
  return (
    <>
      <PageHead title="Accounts" about="What stands on each, from everything that is posted">
        {(hidden > 0 || withClosed) && (
          <Button tone="quiet" aria-pressed={withClosed} onClick={() => setWithClosed(!withClosed)}>
            {withClosed ? "Hide closed" : `Show ${hidden} closed`}
          </Button>
        )}
        <Button tone="primary" onClick={() => setChanging("new")}>
          Add account
        </Button>
      </PageHead>
      <div className="gap-4 *:mb-4 *:break-inside-avoid lg:columns-2">
        {groups.map((group) => (
          <Group key={group.type} group={group} onChange={setChanging} />
        ))}
      </div>
      {changing && (
        <AccountDialog
          accounts={accounts}
          account={changing === "new" ? null : changing}
          onClose={() => setChanging(null)}
        />
      )}
    </>
  );
}

interface GroupProps {
  group: AccountGroup;
  onChange: (account: Account) => void;
}

function Group({ group, onChange }: GroupProps) {
  const totals = (
    <span className="flex flex-col font-semibold">
      {group.totals.map(({ currency, amount }) => (
        <Amount key={currency} amount={amount} currency={currency} showCurrency />
      ))}
    </span>
  );
  return (
    <Panel title={TYPE_NAMES[group.type].many} actions={totals}>
      <ul className="py-1">
        {group.accounts.map((entry) => (
          <Row key={entry.account.id} entry={entry} onChange={onChange} />
        ))}
      </ul>
    </Panel>
  );
}

interface RowProps {
  entry: AccountBalance;
  onChange: (account: Account) => void;
}

function Row({ entry: { account, depth, balance }, onChange }: RowProps) {
  return (
    <li className="group flex items-center gap-2 pr-4 hover:bg-raised">
      <Link
        href={`/accounts/register?id=${account.id}`}
        style={{ paddingLeft: `${1 + depth * 1.1}rem` }}
        className="flex min-w-0 flex-1 items-baseline gap-2 py-1.5"
      >
        <span className="hidden w-11 shrink-0 truncate text-xs text-muted tabular-nums sm:inline">
          {account.role === null && account.code}
        </span>
        <span className="min-w-0 wrap-break-word sm:truncate">{account.name}</span>
        {account.closed && <Badge tone="neutral">Closed</Badge>}
      </Link>
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
      <Amount amount={balance} currency={account.currency} showCurrency />
    </li>
  );
}
