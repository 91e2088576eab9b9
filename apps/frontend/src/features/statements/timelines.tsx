"use client";
import Link from "next/link";
import { Amount } from "@/components/amount";
import { Badge } from "@/components/badge";
import { Loaded } from "@/components/loaded";
import { Panel } from "@/components/panel";
import { formatDate } from "@/lib/dates";
import { decimal, isZero } from "@/lib/decimal";
import type { Account, Timeline } from "@/lib/schemas";
import { counted } from "@/lib/words";
import { useAccounts } from "../accounting/queries";
import { useStatementAccounts, useTimeline } from "./queries";

/** For each account that has statements: what they cover, and where one is missing. */
export function Timelines() {
  const { data: found } = useStatementAccounts();
  const { data: accounts } = useAccounts();
  if (!found || found.items.length === 0) return null;
  return (
    <Panel title="What the statements cover">
      <ul className="divide-y divide-line">
        {found.items.map((each) => (
          <li key={each.account_id}>
            <details className="group px-4 py-2.5" open={!each.whole}>
              <summary className="flex flex-wrap items-center gap-x-4 gap-y-1">
                <span className="min-w-0 flex-1 basis-40 font-medium">
                  {nameOf(accounts, each.account_id)}
                </span>
                <span className="text-muted tabular-nums">
                  {formatDate(each.first)} – {formatDate(each.last)}, {counted(each.lines, "line")}
                </span>
                <Badge tone={each.whole ? "success" : "caution"}>
                  {each.whole ? "No gap" : "Look here"}
                </Badge>
              </summary>
              <Places accountId={each.account_id} />
            </details>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function nameOf(accounts: readonly Account[] | undefined, id: number): string {
  return accounts?.find((account) => account.id === id)?.name ?? `Account ${id}`;
}

function Places({ accountId }: { accountId: number }) {
  const timeline = useTimeline(accountId);
  return (
    <Loaded query={timeline} what="the timeline">
      {({ places, currency }) => (
        <ol className="mt-2 space-y-1 border-l-2 border-line pl-4">
          {places.map((place) => (
            <li key={place.statement_id}>
              <Joint place={place} currency={currency} />
              <Link href={`/statements/import?id=${place.import_id}`} className="hover:underline">
                {formatDate(place.first)} – {formatDate(place.last)}
              </Link>
              {place.closing !== null && (
                <span className="text-muted">
                  {" "}
                  closes at <Amount amount={place.closing} currency={currency} showCurrency />
                </span>
              )}
              {isOff(place.difference) && (
                <p className="text-danger">
                  The lines miss its closing balance by{" "}
                  <Amount amount={place.difference ?? "0"} currency={currency} />.
                </p>
              )}
              {isOff(place.asserted) && !isOff(place.difference) && (
                <p className="text-danger">
                  All lines up to here miss its closing balance by{" "}
                  <Amount amount={place.asserted ?? "0"} currency={currency} />.
                </p>
              )}
            </li>
          ))}
        </ol>
      )}
    </Loaded>
  );
}

const isOff = (amount: string | null) => amount !== null && !isZero(decimal(amount));

/** What lies between a statement and the one before, where it is not in order. */
function Joint({ place, currency }: { place: Timeline["places"][number]; currency: string }) {
  const { joint, amount, uncovered_first: first, uncovered_last: last } = place;
  if (joint === null || joint === "follows" || joint === "overlaps") return null;
  const days = first && last ? `${formatDate(first)} – ${formatDate(last)}` : "between the two";
  return (
    <p className="my-1 rounded-md bg-caution-wash px-2 py-1 text-caution">
      {joint === "broken" ? "The balances do not meet" : `Nothing covers ${days}`}
      {amount !== null && (
        <>
          : <Amount amount={amount} currency={currency} showCurrency /> is missing
        </>
      )}
      {joint === "uncovered" ? ", and no balance tells whether a statement is missing." : "."}
    </p>
  );
}
