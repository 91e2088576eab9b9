"use client";
import Link from "next/link";
import { useState } from "react";
import { AccountSelect } from "@/components/account-select";
import { Amount } from "@/components/amount";
import { Button } from "@/components/button";
import { Key } from "@/components/key";
import { Panel } from "@/components/panel";
import { formatDate } from "@/lib/dates";
import { decimal, isZero } from "@/lib/decimal";
import type { Account, Match, QueueItem } from "@/lib/schemas";
import { Candidates } from "./candidates";
import { acceptance, bookable, rejection } from "./desk";
import type { Review } from "./use-review";
import { accountName, lineOf, percent, proposal } from "./words";

interface Props {
  item: QueueItem;
  accounts: readonly Account[];
  review: Review;
  onOpen: (kind: "edit" | "split" | "rule") => void;
}

/** Everything that is needed to decide about one item, and the decisions. */
export function ItemDetail({ item, accounts, review, onOpen }: Props) {
  const [feeAccount, setFeeAccount] = useState("");
  const line = lineOf(item);
  const isLine = item.kind === "line";
  const canBook = bookable(item) !== null;
  const canAccept = acceptance(item) !== null || review.picked.size > 0;
  const asksForFee = item.match !== null && !isZero(decimal(item.match.difference));
  return (
    <Panel
      title={item.match ? "Do these belong together?" : "What was this for?"}
      className="lg:sticky lg:top-4"
    >
      <div aria-live="polite" className="space-y-3 p-4">
        {(item.match?.lines ?? (line ? [line] : [])).map((each) => (
          <div key={each.id}>
            <p className="font-medium break-words">{each.text || "A line without words"}</p>
            <p className="flex justify-between gap-3 text-muted">
              <Link href={`/statements/line?id=${each.id}`} className="hover:underline">
                {formatDate(each.date)} · {accountName(accounts, each.account_id)}
              </Link>
              <Amount amount={each.amount} currency={each.currency} showCurrency />
            </p>
          </div>
        ))}
        {item.match && <Proposal match={item.match} accounts={accounts} />}
        {isLine && (
          <p className={item.suggestion ? "" : "text-muted"}>
            {item.suggestion ? (
              <>
                <strong className="text-accent">{proposal(item, accounts)}</strong>
                <span className="block text-muted">{item.suggestion.sentence}</span>
              </>
            ) : (
              "No entry of the journal fits, and no rule or earlier decision says what it is. Choose the account yourself."
            )}
          </p>
        )}
        {isLine && line && <Candidates lineId={item.id} amount={line.amount} />}
        {asksForFee && (
          <AccountSelect
            label="Book the difference on"
            accounts={accounts}
            value={feeAccount}
            onChange={setFeeAccount}
          />
        )}
      </div>
      <div className="grid grid-cols-2 gap-2 border-t border-line p-4">
        <Button
          tone={canAccept ? "primary" : "plain"}
          disabled={!canAccept}
          onClick={() => review.accept(feeAccount ? Number(feeAccount) : null)}
        >
          Accept{review.picked.size > 0 && ` ${review.picked.size}`} <Key name="a" />
        </Button>
        <Button
          disabled={rejection(item) === null && review.picked.size === 0}
          onClick={() => review.reject()}
        >
          Reject{review.picked.size > 0 && ` ${review.picked.size}`} <Key name="r" />
        </Button>
        <Button
          tone={canAccept ? "plain" : "primary"}
          disabled={!canBook}
          className="px-2! whitespace-nowrap"
          onClick={() => onOpen("edit")}
        >
          {item.match ? "Book otherwise" : item.suggestion ? "Other account" : "Choose account"}{" "}
          <Key name="e" />
        </Button>
        <Button disabled={!canBook} onClick={() => onOpen("split")}>
          Split <Key name="s" />
        </Button>
        <Button className="col-span-2" onClick={() => onOpen("rule")}>
          Make a rule <Key name="m" />
        </Button>
        {!isLine && (
          <p className="col-span-2 text-xs text-muted">
            {canBook
              ? "To book or split the line otherwise rejects the proposal."
              : "To book its lines otherwise, reject the proposal: they then wait by themselves."}
          </p>
        )}
      </div>
    </Panel>
  );
}

function Proposal({ match, accounts }: { match: Match; accounts: readonly Account[] }) {
  return (
    <div className="rounded-md bg-raised p-3">
      <p className="flex items-baseline justify-between gap-3">
        <strong>{match.kind === "transfer" ? "One transfer between them" : "In the journal"}</strong>
        <span className="text-accent tabular-nums">{percent(match.score)}</span>
      </p>
      {match.sides.map((side) => (
        <p key={side.entry_id} className="mt-1 flex justify-between gap-3">
          <Link href={`/journal/entry?id=${side.entry_id}`} className="min-w-0 hover:underline">
            {side.description}
            <span className="block text-xs text-muted">
              {formatDate(side.date)} ·{" "}
              {side.counter_account_ids.map((id) => accountName(accounts, id)).join(", ")}
            </span>
          </Link>
          <Amount amount={side.amount} currency={side.currency} />
        </p>
      ))}
      <ul className="mt-2 space-y-0.5 border-t border-line pt-2 text-xs text-muted">
        {match.reasons.map((reason) => (
          <li key={reason.factor} className="flex justify-between gap-3">
            {reason.sentence}
            <span className="tabular-nums">{signed(reason.contribution)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function signed(contribution: number): string {
  const points = Math.round(contribution * 100);
  return points < 0 ? `\u2212${-points}` : `+${points}`;
}
