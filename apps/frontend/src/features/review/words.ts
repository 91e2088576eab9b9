/** What an item of the queue is about, in a line. */
import type { Account, MatchedLine, QueueItem } from "@/lib/schemas";

/** The line of the statement that an item is about; the first of several. */
export function lineOf(item: QueueItem): MatchedLine | null {
  return item.line ?? item.match?.lines[0] ?? null;
}

export function accountName(accounts: readonly Account[], id: number | null | undefined): string {
  return accounts.find((account) => account.id === id)?.name ?? "an account";
}

/** What would happen by accepting it. */
export function proposal(item: QueueItem, accounts: readonly Account[]): string {
  if (item.match) {
    if (item.match.kind === "transfer") return "Transfer between your accounts";
    const [side, ...others] = item.match.sides;
    return others.length > 0 ? `${others.length + 1} entries` : (side?.description ?? "Entry");
  }
  if (item.suggestion) return `Book on ${accountName(accounts, item.suggestion.account_id)}`;
  return "No suggestion";
}

/** A score from 0 to 1 as a person reads it. */
export function percent(score: number): string {
  return `${Math.round(score * 100)} %`;
}
