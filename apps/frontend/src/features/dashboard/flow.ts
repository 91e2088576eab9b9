/** Where a month's money came from and where it went, as a flow through one knot. */
import { absolute, decimal, isZero, negate, sign, sum, ZERO, type Decimal } from "@/lib/decimal";
import type { IncomeStatement, ReportRow } from "@/lib/schemas";

/** One stream into the month or out of it. */
export interface Stream {
  name: string;
  amount: Decimal;
  kind: "in" | "out" | "kept" | "drawn";
  /** Null where a stream is of no single account. */
  accountId: number | null;
}

export interface Flow {
  into: Stream[];
  out: Stream[];
}

/** The streams of an income statement, the widest first; at most `most` a side, the rest as one. */
export function flowOf({ income, expenses, net }: IncomeStatement, most = 9): Flow {
  const earned = income.rows.map(stream("in"));
  const spent = expenses.rows.map(stream("out"));
  // A refund that outweighs what was spent comes in, and the other way round.
  const into = [...earned.filter(isForward), ...spent.filter(isBackward).map(turned("in"))];
  const out = [...spent.filter(isForward), ...earned.filter(isBackward).map(turned("out"))];
  const left = decimal(net);
  return {
    into: [...widest(into, most), ...rest("From savings", "drawn", negate(left))],
    out: [...widest(out, most), ...rest("Kept", "kept", left)],
  };
}

/** True when nothing moved. */
export function isStill({ into, out }: Flow): boolean {
  return into.length === 0 && out.length === 0;
}

function stream(kind: Stream["kind"]) {
  return ({ name, value, account_id }: ReportRow): Stream => ({
    name,
    kind,
    amount: value === null ? ZERO : decimal(value),
    accountId: account_id,
  });
}

const isForward = ({ amount }: Stream) => sign(amount) > 0;
const isBackward = ({ amount }: Stream) => sign(amount) < 0;

function turned(kind: Stream["kind"]) {
  return (each: Stream): Stream => ({ ...each, kind, amount: absolute(each.amount) });
}

function rest(name: string, kind: Stream["kind"], amount: Decimal): Stream[] {
  return sign(amount) > 0 ? [{ name, kind, amount, accountId: null }] : [];
}

function widest(streams: readonly Stream[], most: number): Stream[] {
  const sorted = streams.toSorted((left, right) => byAmount(right, left));
  if (sorted.length <= most) return sorted;
  const [shown, others] = [sorted.slice(0, most - 1), sorted.slice(most - 1)];
  const amount = sum(others.map((each) => each.amount));
  const kind = others[0]?.kind ?? "out";
  if (isZero(amount)) return shown;
  return [...shown, { name: `${others.length} others`, amount, kind, accountId: null }];
}

function byAmount(left: Stream, right: Stream): number {
  const scale = Math.max(left.amount.scale, right.amount.scale);
  const units = ({ amount }: Stream) => amount.units * 10n ** BigInt(scale - amount.scale);
  return units(left) < units(right) ? -1 : units(left) > units(right) ? 1 : 0;
}
