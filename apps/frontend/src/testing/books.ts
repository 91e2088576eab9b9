/** Accounts and entries for tests, as the API answers them. */
import type { Account, Entry, TrialBalance } from "@/lib/schemas";

export function account(change: Partial<Account> = {}): Account {
  return {
    id: 1,
    code: "1000",
    name: "Cash",
    type: "asset",
    currency: "SGD",
    parent_id: null,
    closed: false,
    cash: true,
    role: null,
    against: null,
    demo: false,
    ...change,
  };
}

export const CASH = account();
export const GROCERIES = account({ id: 2, code: "5100", name: "Groceries", type: "expense" });
export const YEN = account({ id: 3, code: "1010", name: "Yen purse", currency: "JPY" });
export const YEN_FOOD = account({
  id: 4,
  code: "5200",
  name: "Ramen",
  type: "expense",
  currency: "JPY",
});

export function entry(change: Partial<Omit<Entry, "lines">> = {}, amount = "12.50"): Entry {
  const line = { currency: "SGD", memo: "" };
  return {
    id: 7,
    date: "2026-03-09",
    description: "Weekly shop",
    status: "posted",
    reverses_id: null,
    reversed_by_id: null,
    version: 1,
    created_at: "2026-03-09T08:00:00Z",
    posted_at: null,
    lines: [
      { id: 71, account_id: CASH.id, amount: `-${amount}`, ...line },
      { id: 72, account_id: GROCERIES.id, amount, ...line },
    ],
    ...change,
  };
}

export function page<Item>(items: readonly Item[], total = items.length) {
  return { items, total, limit: 200, offset: 0 };
}

export function balanceRow(of: Account, debit: string, credit: string): TrialBalance["rows"][number] {
  const { id, code, name, type, currency } = of;
  return {
    account_id: id,
    code,
    name,
    type,
    currency,
    debit,
    credit,
  };
}
