/** Lines and entries picked to be matched by hand, and whether their sums meet. */
import { decimal, isZero, subtract, sum, type Decimal } from "@/lib/decimal";
import type { Match, Workbench } from "@/lib/schemas";

export interface Picks {
  lines: ReadonlySet<number>;
  entries: ReadonlySet<number>;
}

export const NO_PICKS: Picks = { lines: new Set(), entries: new Set() };

/** The picks with one more or one less. */
export function toggle(picks: Picks, side: keyof Picks, id: number): Picks {
  const next = new Set(picks[side]);
  if (!next.delete(id)) next.add(id);
  return { ...picks, [side]: next };
}

/** Picked lines less picked entries, and whether the two can be matched. */
export function balanceOf(
  picks: Picks,
  { lines, entries }: Workbench,
): { left: Decimal; meets: boolean } {
  const of = (all: readonly { amount: string }[]) => sum(all.map(({ amount }) => decimal(amount)));
  const chosenLines = lines.filter(({ id }) => picks.lines.has(id));
  const chosenEntries = entries.filter(({ entry_id }) => picks.entries.has(entry_id));
  const left = subtract(of(chosenLines), of(chosenEntries));
  return { left, meets: chosenLines.length > 0 && chosenEntries.length > 0 && isZero(left) };
}

/** Whether a line can be booked by itself: it waits, or is the only one of a proposal. */
export function canBook(line: Workbench["lines"][number], match: Match | null): boolean {
  if (line.ticked) return false;
  return match === null || (match.state === "proposed" && match.lines.length === 1);
}
