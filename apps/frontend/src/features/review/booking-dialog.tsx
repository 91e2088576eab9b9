"use client";
import { useState } from "react";
import { AccountSelect } from "@/components/account-select";
import { Amount } from "@/components/amount";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { Field } from "@/components/field";
import { Key } from "@/components/key";
import { Notice } from "@/components/notice";
import { formatDate } from "@/lib/dates";
import { isZero } from "@/lib/decimal";
import { formatAmount } from "@/lib/money";
import type { Account, Action, MatchedLine } from "@/lib/schemas";
import { StarterOffer } from "../accounting/starter-offer";
import { EMPTY_PART, isWhole, remaining, toSplits, type Part } from "./splits";

interface Props {
  line: MatchedLine;
  accounts: readonly Account[];
  startAccountId: number | null;
  isSplit: boolean;
  onBook: (booking: Pick<Action, "splits" | "description">) => void;
  onClose: () => void;
  /** Where the dialog stays until the server has answered: that it has not yet, and why it refused. */
  busy?: boolean;
  error?: Error | null;
}

/** Makes the entry that a line has none of yet: on one account, or split over several. */
export function BookingDialog(props: Props) {
  const { line, accounts, startAccountId, isSplit, onBook, onClose, busy = false, error } = props;
  const start = { ...EMPTY_PART, accountId: startAccountId === null ? "" : String(startAccountId) };
  const [parts, setParts] = useState<readonly Part[]>(isSplit ? [start, EMPTY_PART] : [start]);
  const [description, setDescription] = useState(line.text);
  const others = accounts.filter(({ id }) => id !== line.account_id);
  const change = (index: number, news: Partial<Part>) =>
    setParts(parts.map((part, at) => (at === index ? { ...part, ...news } : part)));
  const left = remaining(line.amount, parts);
  return (
    <Dialog title={isSplit ? "Split the line" : "What was it for?"} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && isWhole(line.amount, parts))
            onBook({ splits: toSplits(line.amount, parts), description: description.trim() });
        }}
        onKeyDown={(event) => {
          // A browser opens the list on Enter; where all is said, Enter books, as in other fields.
          if (event.key !== "Enter" || !(event.target instanceof HTMLSelectElement)) return;
          if (!isWhole(line.amount, parts)) return;
          event.preventDefault();
          event.currentTarget.requestSubmit();
        }}
        className="space-y-3"
      >
        <p className="flex justify-between gap-3">
          <span className="min-w-0 truncate text-muted">
            {formatDate(line.date)} · {line.text}
          </span>
          <Amount amount={line.amount} currency={line.currency} showCurrency />
        </p>
        <StarterOffer accounts={accounts} currency={line.currency} />
        {parts.map((part, index) => (
          <div key={index} className="flex items-end gap-2">
            <AccountSelect
              label={isSplit ? `Account of part ${index + 1}` : "Account"}
              accounts={others}
              value={part.accountId}
              autoFocus={index === 0}
              onChange={(accountId) => change(index, { accountId })}
              className="flex-1"
            />
            {isSplit && (
              <Field label={`Amount of part ${index + 1}`} className="w-28">
                {(control) => (
                  <input
                    {...control}
                    inputMode="decimal"
                    value={part.amount}
                    onChange={(event) => change(index, { amount: event.target.value })}
                    className="control text-right"
                  />
                )}
              </Field>
            )}
          </div>
        ))}
        {isSplit && (
          <div className="flex items-center justify-between">
            <Button size="small" onClick={() => setParts([...parts, EMPTY_PART])}>
              Another part
            </Button>
            <span
              role="status"
              className={left !== null && isZero(left) ? "text-accent" : "text-caution"}
            >
              {left === null
                ? "An amount cannot be read"
                : isZero(left)
                  ? "All of it is divided"
                  : `${formatAmount(left, line.currency)} ${line.currency} left`}
            </span>
          </div>
        )}
        <Field label="Description">
          {(control) => (
            <input
              {...control}
              value={description}
              maxLength={500}
              onChange={(event) => setDescription(event.target.value)}
              className="control"
            />
          )}
        </Field>
        {error && <Notice tone="error">{error.message}</Notice>}
        <div className="flex justify-end gap-2 pt-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={busy} disabled={!isWhole(line.amount, parts)}>
            {busy ? "Booking…" : "Book it"} <Key name="↵" />
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
