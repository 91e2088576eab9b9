/** Which column of a CSV file is what: a profile of the API, changed column by column. */
import type { CsvProfile } from "@/lib/schemas";

const SINGLE = [
  "date",
  "value_date",
  "amount",
  "debit",
  "credit",
  "direction",
  "balance",
  "bank_id",
  "currency_column",
  "account_column",
] as const;
/** A date column is required, and no column has been found for it yet. */
const NOWHERE = -1;

type SingleRole = (typeof SINGLE)[number];
export type Role = SingleRole | "text" | "none";

export const ROLE_NAMES: Record<Role, string> = {
  none: "Not used",
  date: "Date",
  text: "Text",
  amount: "Amount",
  debit: "Money out",
  credit: "Money in",
  direction: "Debit or credit",
  value_date: "Value date",
  balance: "Balance after",
  bank_id: "Bank's id",
  currency_column: "Currency",
  account_column: "Account",
};

/** What a column is taken for. */
export function roleOf(profile: CsvProfile, column: number): Role {
  if (profile.texts.includes(column)) return "text";
  return SINGLE.find((role) => profile[role] === column) ?? "none";
}

/**
 * The profile with another role for a column. A role that only one column can have is taken from
 * the one that had it; one amount excludes columns for in and out, and the other way round.
 */
export function withRole(profile: CsvProfile, column: number, role: Role): CsvProfile {
  const next: CsvProfile = { ...profile, texts: profile.texts.filter((each) => each !== column) };
  for (const single of SINGLE) {
    if (next[single] !== column) continue;
    if (single === "date") next.date = NOWHERE;
    else next[single] = null;
  }
  if (role === "text") next.texts = [...next.texts, column].toSorted((left, right) => left - right);
  else if (role !== "none") next[role] = column;
  if (role === "amount") return { ...next, debit: null, credit: null };
  if (role === "debit" || role === "credit") return { ...next, amount: null };
  return next;
}

/** What is still missing before the file can be read; empty when nothing is. */
export function missing(profile: CsvProfile): string {
  const { date, amount, debit, credit } = profile;
  const figures = [amount, debit, credit].filter((column) => typeof column === "number");
  if (figures.length === 0) return "Say which column is the amount.";
  return date === NOWHERE ? "Say which column is the date." : "";
}
