"use client";
import { Lock, LockOpen } from "lucide-react";
import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { Amount } from "@/components/amount";
import { Button } from "@/components/button";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Field } from "@/components/field";
import { Notice } from "@/components/notice";
import { decimal, isZero, toText } from "@/lib/decimal";
import { parseAmount } from "@/lib/money";
import type { Workbench } from "@/lib/schemas";
import { counted, formatCount } from "@/lib/words";
import { useClose, useReopen } from "./queries";

interface Props {
  bench: Workbench;
  /** The closing balance of the paper, as typed; asked for where the file tells none. */
  paper: string;
  onPaper: (text: string) => void;
}

/** Opening, ticked, closing and the difference between them; at zero, the way to lock. */
export function CloseBar({ bench, paper, onPaper }: Props) {
  const { statement, opening, ticked, closing, difference, told, can_close } = bench;
  const { currency, closing_id, statement_id } = statement;
  const close = useClose(statement_id);
  const amount = parseAmount(paper);
  const figures = [
    ["Opening", opening],
    ["Ticked", ticked],
    ["Closing", closing],
  ] as const;
  const isZeroNow = isZero(decimal(difference));
  return (
    <section
      aria-label="Balance"
      className="z-10 rounded-lg border border-line bg-surface px-4 py-3 lg:sticky lg:top-0"
    >
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-3">
        <dl className="flex flex-wrap gap-x-8 gap-y-2">
          {figures.map(([name, figure]) => (
            <div key={name}>
              <dt className="text-xs text-muted">{name}</dt>
              <dd className="font-medium">
                <Amount amount={figure} currency={currency} />
              </dd>
            </div>
          ))}
          <div>
            <dt className="text-xs text-muted">Difference</dt>
            <dd className={`text-lg leading-6 font-semibold ${isZeroNow ? "text-accent" : ""}`}>
              <span role="status">
                <span className="sr-only">Difference </span>
                <Amount amount={difference} currency={currency} showCurrency />
              </span>
            </dd>
          </div>
        </dl>
        <div className="flex items-end gap-3">
          {!told && closing_id === null && (
            <Field label="Closing balance on paper" className="w-40">
              {(control) => (
                <input
                  {...control}
                  inputMode="decimal"
                  value={paper}
                  onChange={(event) => onPaper(event.target.value)}
                  className="control text-right"
                />
              )}
            </Field>
          )}
          {closing_id === null ? (
            <Button
              tone="primary"
              busy={close.isPending}
              disabled={!can_close}
              onClick={() => close.mutate(!told && amount ? toText(amount) : null)}
            >
              <Lock aria-hidden className="size-4" /> Lock the statement
            </Button>
          ) : (
            <Reopen statementId={statement_id} />
          )}
        </div>
      </div>
      {close.error && <Notice tone="error">{close.error.message}</Notice>}
      {closing_id !== null && <Locked isNew={close.isPending || close.isSuccess} />}
      {closing_id === null && !can_close && (
        <p className="mt-2 text-xs text-muted">
          {statement.ticked < statement.lines
            ? stillToTick(statement)
            : "Every line is ticked, and still a difference is left: compare the balances with the paper."}
        </p>
      )}
    </section>
  );
}

/**
 * That it is locked, and what comes next: there the focus goes, as its button is gone. It goes at
 * once, while the rest of the books is still asked again: later it would be taken from elsewhere.
 */
function Locked({ isNew }: { isNew: boolean }) {
  const next = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (isNew) next.current?.focus();
  }, [isNew]);
  return (
    <p className="mt-2 text-accent">
      Locked: its lines and their entries stay as they are. Next:{" "}
      <Link ref={next} href="/reconciliation" className="underline">
        the other statements
      </Link>{" "}
      or{" "}
      <Link href="/reports" className="underline">
        the reports
      </Link>
      .
    </p>
  );
}

function stillToTick({ lines, ticked }: Workbench["statement"]): string {
  const open = lines - ticked;
  return `${formatCount(open)} of ${counted(lines, "line")} ${open === 1 ? "is" : "are"} still to tick.`;
}

function Reopen({ statementId }: { statementId: number }) {
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const reopen = useReopen(statementId);
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        <LockOpen aria-hidden className="size-4" /> Reopen
      </Button>
      {asking && (
        <ConfirmDialog
          title="Reopen this statement?"
          confirm="Reopen"
          busy={reopen.isPending}
          error={reopen.error}
          onConfirm={() => reopen.mutate(reason, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        >
          <p>Its record stays, with when it was reopened and why.</p>
          <Field label="Why">
            {(control) => (
              <input
                {...control}
                maxLength={500}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
                className="control"
              />
            )}
          </Field>
        </ConfirmDialog>
      )}
    </>
  );
}
