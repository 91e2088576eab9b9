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

/** The date that the calendar on the wall shows at `now`. */
export function localDate(now: Date): string {
  const part = (value: number, width: number) => String(value).padStart(width, "0");
  return `${part(now.getFullYear(), 4)}-${part(now.getMonth() + 1, 2)}-${part(now.getDate(), 2)}`;
}
