/** Calendar dates as ISO text, without a time zone to move them. */

const SHOWN = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** `2026-03-09` as `9 Mar 2026`. */
export function formatDate(iso: string): string {
  return SHOWN.format(new Date(`${iso}T00:00:00Z`));
}

/** The first and last day that books know: the server's rule, so that a calendar offers no other. */
export const FIRST_DAY = "1900-01-01";
export const LAST_DAY = "2199-12-31";

/** Whether books know this day. */
export function isKnownDay(iso: string): boolean {
  return iso >= FIRST_DAY && iso <= LAST_DAY;
}

/** The date that the calendar on the wall shows at `now`. */
export function localDate(now: Date): string {
  const part = (value: number, width: number) => String(value).padStart(width, "0");
  return `${part(now.getFullYear(), 4)}-${part(now.getMonth() + 1, 2)}-${part(now.getDate(), 2)}`;
}

const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
const SHORT_MONTH = new Intl.DateTimeFormat("en-GB", { month: "short", year: "2-digit", timeZone: "UTC" });

/** A month by its first and last day. */
export interface Month {
  first: string;
  last: string;
}

/** The month that an ISO date lies in, or one `away` from it. */
export function monthOf(iso: string, away = 0): Month {
  const [year = 0, month = 1] = iso.split("-").map(Number);
  const day = (count: number, date: number) =>
    new Date(Date.UTC(year, month - 1 + count, date)).toISOString().slice(0, 10);
  return { first: day(away, 1), last: day(away + 1, 0) };
}

/** `2026-03-01` as `2026-02-28`. */
export function dayBefore(iso: string): string {
  const [year = 0, month = 1, day = 1] = iso.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day - 1)).toISOString().slice(0, 10);
}

/** How many months the month of `to` lies after that of `from`; below zero when before. */
export function monthsBetween(from: string, to: string): number {
  const months = (iso: string) => Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7));
  return months(to) - months(from);
}

/** `2026-03-09` as `March 2026`. */
export function formatMonth(iso: string): string {
  return MONTH.format(new Date(`${iso}T00:00:00Z`));
}

/** `2026-03-09` as `Mar 26`. */
export function shortMonth(iso: string): string {
  return SHORT_MONTH.format(new Date(`${iso}T00:00:00Z`));
}

/** A moment of the server, such as `2026-03-09T08:00:00Z`, as this calendar and clock show it. */
export function formatMoment(iso: string): string {
  return new Date(iso).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
}

/** The moment at which the calendar on this wall turns to the date `2026-03-09`, for the server. */
export function startOfDay(iso: string): string {
  return new Date(`${iso}T00:00:00`).toISOString();
}

/** The moment at which it turns to the day after. */
export function endOfDay(iso: string): string {
  const [year = 0, month = 1, day = 1] = iso.split("-").map(Number);
  return new Date(year, month - 1, day + 1).toISOString();
}
