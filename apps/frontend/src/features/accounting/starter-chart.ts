/** A small chart of accounts for a household, to begin with. */
import type { NewAccount } from "@/lib/api";
import { ACCOUNT_TYPES, type AccountType } from "@/lib/schemas";

const STARTER: readonly (readonly [code: string, name: string, type: AccountType])[] = [
  ["1000", "Cash", "asset"],
  ["1100", "Current account", "asset"],
  ["1200", "Savings", "asset"],
  ["2000", "Credit card", "liability"],
  ["2100", "Loans", "liability"],
  ["3000", "Opening balances", "equity"],
  ["4000", "Salary", "income"],
  ["4100", "Interest earned", "income"],
  ["5000", "Rent", "expense"],
  ["5100", "Groceries", "expense"],
  ["5200", "Utilities", "expense"],
  ["5300", "Transport", "expense"],
  ["5400", "Eating out", "expense"],
];

/** Suggested while no account tells which currency the books are kept in. */
export const FIRST_CURRENCY = "SGD";

export const STARTER_SIZE = STARTER.length;

/** The starter accounts whose codes are not taken yet, in one currency: of all types, or of some. */
export function starterChart(
  currency: string,
  taken: ReadonlySet<string>,
  types: readonly AccountType[] = ACCOUNT_TYPES,
): NewAccount[] {
  return STARTER.filter(([code, , type]) => !taken.has(code) && types.includes(type)).map(([code, name, type]) => ({
    code,
    name,
    type,
    currency,
    parent_id: null,
  }));
}
