/** What the states of an import and of its lines are called, and what they ask for. */
import type { ImportLine, ImportStatus } from "@/lib/schemas";

type Tone = "neutral" | "caution" | "success" | "error";

export const STATUS_WORDS: Record<ImportStatus, { name: string; tone: Tone; next: string }> = {
  queued: { name: "Waiting to be read", tone: "neutral", next: "Being read" },
  reading: { name: "Being read", tone: "neutral", next: "Being read" },
  mapping: { name: "Columns to confirm", tone: "caution", next: "Confirm its columns" },
  preview: { name: "Preview", tone: "caution", next: "Check and import" },
  committed: { name: "Imported", tone: "success", next: "" },
  undone: { name: "Undone", tone: "neutral", next: "" },
  failed: { name: "Not readable", tone: "error", next: "Could not be read" },
  kept: { name: "Kept, not read", tone: "neutral", next: "" },
};

/** Whether a person has something to do before the import counts. */
export function isWaiting(status: ImportStatus): boolean {
  return status === "mapping" || status === "preview" || status === "failed";
}

/** Whether the server is at work on it. */
export function isBusy(status: ImportStatus): boolean {
  return status === "queued" || status === "reading";
}

export const STATE_WORDS: Record<ImportLine["state"], { name: string; tone: Tone; about: string }> = {
  new: { name: "New", tone: "success", about: "becomes a line of the account" },
  duplicate: { name: "Already there", tone: "neutral", about: "is left out: the account has it" },
  similar: { name: "Similar", tone: "caution", about: "resembles a line of another file" },
  left: { name: "Left out", tone: "neutral", about: "was left out by you" },
};

/** `25300` as `25.3 kB`. */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
