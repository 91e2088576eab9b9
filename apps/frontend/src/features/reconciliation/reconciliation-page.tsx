"use client";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { Amount } from "@/components/amount";
import { Badge } from "@/components/badge";
import { Loaded } from "@/components/loaded";
import { PageHead } from "@/components/page-head";
import { Panel } from "@/components/panel";
import { formatDate } from "@/lib/dates";
import type { Account, Standing } from "@/lib/schemas";
import { useAccounts } from "../accounting/queries";
import { ClosingsPanel } from "./closings-panel";
import { NoStatements } from "./no-statements";
import { useStandings } from "./queries";
import { WorkbenchOf } from "./workbench";

/** The statements that can be reconciled, or the workbench of one of them. */
export function ReconciliationPage() {
  const id = Number(useSearchParams().get("statement"));
  const { data: accounts } = useAccounts();
  // A key of its own: what was picked for one statement means nothing in another.
  if (id) return <WorkbenchOf key={id} statementId={id} accounts={accounts ?? []} />;
  return <Statements accounts={accounts ?? []} />;
}

function Statements({ accounts }: { accounts: readonly Account[] }) {
  const standings = useStandings();
  return (
    <Loaded query={standings} what="statements">
      {({ items }) =>
        items.length === 0 ? (
          <NoStatements />
        ) : (
          <>
            <PageHead
              title="Reconciliation"
              about="Tick a statement off against the journal until the difference is zero, then lock it"
            />
            <Panel title="Statements">
              <ul className="divide-y divide-line">
                {items.map((each) => (
                  <Row key={each.statement_id} standing={each} accounts={accounts} />
                ))}
              </ul>
            </Panel>
            <ClosingsPanel accounts={accounts} />
          </>
        )
      }
    </Loaded>
  );
}

function Row({ standing, accounts }: { standing: Standing; accounts: readonly Account[] }) {
  const {
    statement_id,
    account_id,
    first,
    last,
    closing,
    currency,
    lines,
    ticked,
    proposed,
    closing_id,
  } = standing;
  return (
    <li>
      <Link
        href={`/reconciliation?statement=${statement_id}`}
        className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 hover:bg-raised"
      >
        <span className="min-w-0 flex-1 basis-full sm:basis-52">
          <span className="block truncate font-medium">
            {accounts.find(({ id }) => id === account_id)?.name ?? "Account"}
          </span>
          <span className="text-xs text-muted">
            {formatDate(first)} – {formatDate(last)}
          </span>
        </span>
        <span className="text-muted tabular-nums">
          {ticked} of {lines} ticked{proposed > 0 && `, ${proposed} proposed`}
        </span>
        {closing !== null && <Amount amount={closing} currency={currency} showCurrency />}
        <Badge tone={closing_id !== null ? "success" : ticked === lines ? "caution" : "neutral"}>
          {closing_id !== null ? "Locked" : ticked === lines ? "Ready to lock" : "Open"}
        </Badge>
      </Link>
    </li>
  );
}
