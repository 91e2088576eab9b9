"use client";
import Link from "next/link";
import { useState } from "react";
import { Amount } from "@/components/amount";
import { Button } from "@/components/button";
import { Key } from "@/components/key";
import { Loaded } from "@/components/loaded";
import { Notice } from "@/components/notice";
import { PageHead } from "@/components/page-head";
import { useKeys } from "@/components/use-keys";
import { formatDate } from "@/lib/dates";
import { isZero } from "@/lib/decimal";
import { parseAmount } from "@/lib/money";
import { toText } from "@/lib/decimal";
import type { Account, Workbench } from "@/lib/schemas";
import { counted } from "@/lib/words";
import { BookingDialog } from "../review/booking-dialog";
import { CloseBar } from "./close-bar";
import { LedgerSide } from "./ledger-side";
import { balanceOf, canBook, NO_PICKS, toggle, type Picks } from "./picks";
import { useAccept, useBook, useMatch, useReject, useRelease, useWorkbench } from "./queries";
import { StatementSide } from "./statement-side";

interface Props {
  statementId: number;
  accounts: readonly Account[];
}

/** A statement beside the ledger, ticked off until the difference is zero. */
export function WorkbenchOf({ statementId, accounts }: Props) {
  const [paper, setPaper] = useState("");
  const amount = parseAmount(paper);
  const bench = useWorkbench(statementId, amount ? toText(amount) : "");
  return (
    <Loaded query={bench} what="the workbench">
      {(found) => <Bench bench={found} accounts={accounts} paper={paper} onPaper={setPaper} />}
    </Loaded>
  );
}

interface BenchProps {
  bench: Workbench;
  accounts: readonly Account[];
  paper: string;
  onPaper: (text: string) => void;
}

function Bench({ bench, accounts, paper, onPaper }: BenchProps) {
  const { statement } = bench;
  // Work begins at the first line that is still to tick.
  const [here, setHere] = useState(() =>
    Math.max(
      0,
      bench.lines.findIndex(({ ticked }) => !ticked),
    ),
  );
  const [picks, setPicks] = useState<Picks>(NO_PICKS);
  const [booking, setBooking] = useState<"whole" | "split" | null>(null);
  const changes = {
    accept: useAccept(),
    reject: useReject(),
    release: useRelease(),
    match: useMatch(),
    book: useBook(),
  };
  // Of the last one: what was refused before it is settled.
  const error = Object.values(changes)
    .toSorted((left, right) => left.submittedAt - right.submittedAt)
    .at(-1)?.error;
  const isBusy = Object.values(changes).some((each) => each.isPending);
  const isLocked = statement.closing_id !== null;
  const line = bench.lines[here] ?? null;
  const found = bench.matches.find(({ id }) => id === line?.match_id) ?? null;
  const { left, meets } = balanceOf(picks, bench);
  const move = (by: number) => setHere(Math.min(Math.max(here + by, 0), bench.lines.length - 1));
  const open = !isLocked && !isBusy;

  function startBooking(how: "whole" | "split") {
    if (!open || !line || !canBook(line, found)) return;
    changes.book.reset();
    setBooking(how);
  }

  const act = {
    match: () => {
      if (open && meets) {
        changes.match.mutate(
          { line_ids: [...picks.lines], entry_ids: [...picks.entries] },
          { onSuccess: () => setPicks(NO_PICKS) },
        );
      }
    },
    accept: () =>
      open &&
      found?.state === "proposed" &&
      changes.accept.mutate(found.id, { onSuccess: () => move(1) }),
    reject: () => open && found?.state === "proposed" && changes.reject.mutate(found.id),
    release: () => open && found?.state === "accepted" && changes.release.mutate(found.id),
    book: () => startBooking("whole"),
    split: () => startBooking("split"),
    pick: () => open && line && !line.ticked && setPicks(toggle(picks, "lines", line.id)),
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    x: act.pick,
    a: act.accept,
    r: act.reject,
    t: act.release,
    b: act.book,
    s: act.split,
    m: act.match,
  });

  return (
    <>
      <PageHead
        title={accounts.find(({ id }) => id === statement.account_id)?.name ?? "Statement"}
        above={
          <Link href="/reconciliation" className="hover:text-ink hover:underline">
            Reconciliation
          </Link>
        }
        about={
          <>
            {formatDate(statement.first)} – {formatDate(statement.last)} ·{" "}
            <Link href={`/statements/import?id=${statement.import_id}`} className="hover:underline">
              the file
            </Link>
          </>
        }
      />
      <CloseBar bench={bench} paper={paper} onPaper={onPaper} />
      {error && booking === null && <Notice tone="error">{error.message}</Notice>}
      <div className="mt-4 grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
        <StatementSide
          bench={bench}
          accounts={accounts}
          here={here}
          picked={picks.lines}
          onGo={setHere}
          onPick={(id) => setPicks(toggle(picks, "lines", id))}
          act={act}
          isOpen={open}
        />
        <LedgerSide
          bench={bench}
          accounts={accounts}
          picked={picks.entries}
          isLocked={isLocked}
          onPick={(id) => setPicks(toggle(picks, "entries", id))}
        >
          {(picks.lines.size > 0 || picks.entries.size > 0) && (
            <div className="flex flex-wrap items-center justify-between gap-2 border-t border-line px-4 py-2">
              <span role="status" className={isZero(left) ? "text-accent" : "text-caution"}>
                {counted(picks.lines.size, "line")} and{" "}
                {counted(picks.entries.size, "entry", "entries")} picked, difference{" "}
                <Amount amount={left} currency={statement.currency} />
              </span>
              <Button size="small" tone="primary" disabled={!meets || !open} onClick={act.match}>
                Match them <Key name="m" />
              </Button>
            </div>
          )}
        </LedgerSide>
      </div>
      {booking && line && (
        <BookingDialog
          line={line}
          accounts={accounts}
          startAccountId={null}
          isSplit={booking === "split"}
          busy={changes.book.isPending}
          error={changes.book.error}
          onBook={(made) =>
            changes.book.mutate(
              // A proposal that is booked otherwise is rejected in the same step.
              { lineId: line.id, insteadOf: found?.id ?? null, ...made },
              { onSuccess: () => setBooking(null) },
            )
          }
          onClose={() => setBooking(null)}
        />
      )}
    </>
  );
}
