"use client";
import { Amount } from "@/components/amount";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { dayBefore, formatDate } from "@/lib/dates";
import { decimal, isZero } from "@/lib/decimal";
import type { Statement } from "@/lib/schemas";
import { useAccounts, useBookOpening, useTrialBalance } from "../accounting/queries";
import { useTimeline } from "./queries";

/**
 * Offers to book what stood on an account before its first statement, where the books know of
 * nothing: without it, what is owned would be wrong by as much in every report.
 */
export function OpeningOffer({ statement }: { statement: Statement }) {
  const { account_id: accountId, opening } = statement;
  if (accountId === null || opening === null || isZero(decimal(opening))) return null;
  return <Offer statement={statement} accountId={accountId} opening={opening} />;
}

interface OfferProps {
  statement: Statement;
  accountId: number;
  opening: string;
}

function Offer({ statement, accountId, opening }: OfferProps) {
  const day = dayBefore(statement.first);
  const { data: timeline } = useTimeline(accountId);
  const { data: before } = useTrialBalance(day);
  const { data: accounts } = useAccounts();
  const book = useBookOpening();
  const account = accounts?.find(({ id }) => id === accountId);
  if (book.isSuccess) {
    return <Notice tone="success">The opening balance is booked: an entry of {formatDate(day)}.</Notice>;
  }
  if (!accounts || !account || before?.as_of !== day) return null;
  const isFirst = timeline?.places[0]?.statement_id === statement.id;
  // What is booked by hand may be this very balance: only a person can tell.
  const isKnown = before.rows.some((row) => row.account_id === accountId);
  if (!isFirst || isKnown) return null;
  return (
    <Notice tone="caution">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <span>
          <Amount amount={opening} currency={account.currency} showCurrency /> stood on {account.name}{" "}
          before this first statement, and your books do not know of it.
        </span>
        <Button
          size="small"
          busy={book.isPending}
          onClick={() => book.mutate({ account, amount: opening, date: day, accounts })}
        >
          {book.isPending ? "Booking…" : "Book the opening balance"}
        </Button>
      </div>
      {book.error && <p role="alert">{book.error.message}</p>}
    </Notice>
  );
}
