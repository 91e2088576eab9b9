/** Where a person stands in the queue: what is current, what is picked, what is decided already. */
import type { Action, QueueItem } from "@/lib/schemas";

export interface Desk {
  /** The key of the item that keys act on; null before the first one. */
  current: string | null;
  picked: ReadonlySet<string>;
  /** Decided here, and not shown any more although the server may still be at it. */
  gone: ReadonlySet<string>;
}

export const EMPTY_DESK: Desk = { current: null, picked: new Set(), gone: new Set() };

export function keyOf({ kind, id }: QueueItem): string {
  return `${kind}:${id}`;
}

/** The items that still wait, as far as this desk knows. */
export function shown(items: readonly QueueItem[], desk: Desk): QueueItem[] {
  return items.filter((item) => !desk.gone.has(keyOf(item)));
}

/** The item that keys act on: the current one, else the first. */
export function currentOf(items: readonly QueueItem[], desk: Desk): QueueItem | null {
  const waiting = shown(items, desk);
  return waiting.find((item) => keyOf(item) === desk.current) ?? waiting[0] ?? null;
}

/** What an action is about: everything picked, else the current item. */
export function subjects(items: readonly QueueItem[], desk: Desk): QueueItem[] {
  const picked = shown(items, desk).filter((item) => desk.picked.has(keyOf(item)));
  if (picked.length > 0) return picked;
  const current = currentOf(items, desk);
  return current ? [current] : [];
}

/** The desk with the item `by` places further, without leaving the list. */
export function moved(items: readonly QueueItem[], desk: Desk, by: number): Desk {
  const waiting = shown(items, desk);
  const here = waiting.findIndex((item) => keyOf(item) === desk.current);
  const next = waiting[Math.min(Math.max(Math.max(here, 0) + by, 0), waiting.length - 1)];
  return { ...desk, current: next ? keyOf(next) : null };
}

/** The desk with an item picked, or not any more. */
export function toggled(desk: Desk, key: string): Desk {
  const picked = new Set(desk.picked);
  if (!picked.delete(key)) picked.add(key);
  return { ...desk, picked };
}

/** The desk without what was decided; the item after it becomes current, else the one before. */
export function without(items: readonly QueueItem[], desk: Desk, decided: readonly string[]): Desk {
  const gone = new Set([...desk.gone, ...decided]);
  const picked = new Set([...desk.picked].filter((key) => !gone.has(key)));
  const keys = shown(items, desk).map(keyOf);
  const here = keys.indexOf(desk.current ?? keys[0] ?? "");
  const later = keys.slice(Math.max(here, 0)).find((key) => !gone.has(key));
  const earlier = keys.slice(0, Math.max(here, 0)).findLast((key) => !gone.has(key));
  return { current: later ?? earlier ?? null, picked, gone };
}

/** The desk with items that came back: a decision was refused or undone. */
export function returned(desk: Desk, keys: readonly string[]): Desk {
  const gone = new Set(desk.gone);
  for (const key of keys) gone.delete(key);
  return { ...desk, gone, current: keys[0] ?? desk.current };
}

/** Takes a proposal, or books a line as it is suggested; null where nothing is suggested. */
export function acceptance(item: QueueItem): Action | null {
  if (item.kind === "match") return { action: "accept", match_id: item.id };
  return item.suggestion ? { action: "book", line_id: item.id } : null;
}

/** The one line that can be booked otherwise: a line that waits, or that of a proposal for one. */
export function bookable(item: QueueItem): number | null {
  if (item.kind === "line") return item.id;
  const lines = item.match?.lines ?? [];
  return lines.length === 1 ? lines[0]!.id : null;
}

/** Books a line; the proposal for it, where there is one, is rejected in the same step. */
export function booked(item: QueueItem, booking: Omit<Action, "action" | "line_id">): Action | null {
  const line_id = bookable(item);
  if (line_id === null) return null;
  const instead = item.kind === "match" && { match_id: item.id };
  return { action: "book", line_id, ...instead, ...booking };
}

/** Notes that a proposal is wrong; null for a line, of which nothing was proposed. */
export function rejection(item: QueueItem): Action | null {
  return item.kind === "match" ? { action: "reject", match_id: item.id } : null;
}
