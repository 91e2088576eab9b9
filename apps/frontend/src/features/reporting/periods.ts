/** Periods that reports are often asked for. */
import { formatMonth, monthOf } from "@/lib/dates";
import type { Period } from "./queries";

export interface Named {
  name: string;
  period: Period;
}

/** The usual periods, seen from `today` (an ISO date). */
export function usualPeriods(today: string): Named[] {
  const year = Number(today.slice(0, 4));
  const month = monthOf(today);
  const before = monthOf(today, -1);
  return [
    { name: formatMonth(month.first), period: { from: month.first, to: month.last } },
    { name: formatMonth(before.first), period: { from: before.first, to: before.last } },
    { name: "Last 12 months", period: { from: monthOf(today, -11).first, to: month.last } },
    { name: String(year), period: { from: `${year}-01-01`, to: `${year}-12-31` } },
    { name: String(year - 1), period: { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` } },
  ];
}

/** The period of an address, the last twelve months where it names none. */
export function askedPeriod(from: string | null, to: string | null, today: string): Period {
  const isDate = (text: string | null): text is string => /^\d{4}-\d{2}-\d{2}$/.test(text ?? "");
  const last = isDate(to) ? to : monthOf(today).last;
  return { from: isDate(from) ? from : monthOf(last, -11).first, to: last };
}
