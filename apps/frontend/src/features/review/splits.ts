/** A line divided among accounts: parts as a person writes them, and as the API takes them. */
import {
  absolute,
  decimal,
  isZero,
  negate,
  sign,
  subtract,
  sum,
  toText,
  type Decimal,
} from "@/lib/decimal";
import { parseAmount } from "@/lib/money";
import type { Action } from "@/lib/schemas";

export interface Part {
  accountId: string;
  /** As typed; positive, and without the direction of the line. */
  amount: string;
  memo: string;
}

export const EMPTY_PART: Part = { accountId: "", amount: "", memo: "" };

/** What the parts leave of the line, without its direction; null while one cannot be read. */
export function remaining(lineAmount: string, parts: readonly Part[]): Decimal | null {
  const read = parts.map(({ amount }) => (amount.trim() ? parseAmount(amount) : decimal("0")));
  if (!read.every((each): each is Decimal => each !== null)) return null;
  return subtract(absolute(decimal(lineAmount)), sum(read));
}

/** Whether the parts can be booked: each has an account, and together they are the line. */
export function isWhole(lineAmount: string, parts: readonly Part[]): boolean {
  if (parts.length === 0 || parts.some(({ accountId }) => !accountId)) return false;
  if (parts.length === 1 && !parts[0]?.amount.trim()) return true;
  const left = remaining(lineAmount, parts);
  return (
    left !== null &&
    isZero(left) &&
    parts.every(({ amount }) => !isZero(parseAmount(amount) ?? decimal("0")))
  );
}

/** The other side of the line: what left the bank is a debit there, what came is a credit. */
export function toSplits(lineAmount: string, parts: readonly Part[]): NonNullable<Action["splits"]> {
  const isOut = sign(decimal(lineAmount)) < 0;
  return parts.map(({ accountId, amount, memo }) => {
    const read = amount.trim() ? parseAmount(amount) : null;
    return {
      account_id: Number(accountId),
      amount: read && toText(isOut ? read : negate(read)),
      memo: memo.trim(),
    };
  });
}
