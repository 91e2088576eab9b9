import { describe, expect, it } from "vitest";
import { toText } from "@/lib/decimal";
import { account, balanceRow, CASH, GROCERIES, YEN } from "@/testing/books";
import { groupAccounts } from "./balances";

const CARD = account({ id: 20, code: "2000", name: "Card", type: "liability" });

describe("groupAccounts", () => {
  it("shows what is owed and what is owned both as positive", () => {
    const rows = [balanceRow(CASH, "100.00", "0"), balanceRow(CARD, "0", "30.00")];
    const balances = groupAccounts([CASH, CARD], rows).flatMap((group) => group.accounts);
    expect(balances.map(({ balance }) => toText(balance))).toEqual(["100.00", "30.00"]);
  });

  it("lists the types as a balance sheet does, and only those that have accounts", () => {
    const types = groupAccounts([GROCERIES, CARD, CASH], []).map((group) => group.type);
    expect(types).toEqual(["asset", "liability", "expense"]);
  });

  it("puts children under their parent, by code", () => {
    const bank = account({ id: 10, code: "1100", name: "Bank" });
    const accounts = [
      bank,
      account({ id: 12, code: "1120", name: "Savings", parent_id: 10 }),
      account({ id: 11, code: "1110", name: "Current", parent_id: 10 }),
      CASH,
      account({ id: 13, code: "1111", name: "Holiday pot", parent_id: 11 }),
    ];
    const listed = groupAccounts(accounts, [])[0]?.accounts;
    expect(listed?.map(({ account: { name }, depth }) => `${depth} ${name}`)).toEqual([
      "0 Cash",
      "0 Bank",
      "1 Current",
      "2 Holiday pot",
      "1 Savings",
    ]);
  });

  it("does not lose an account whose parent is not there", () => {
    const orphan = account({ id: 9, parent_id: 999 });
    expect(groupAccounts([orphan], [])[0]?.accounts).toHaveLength(1);
  });

  it("never adds two currencies", () => {
    const rows = [balanceRow(CASH, "100.00", "0"), balanceRow(YEN, "5000", "0")];
    const totals = groupAccounts([CASH, YEN], rows)[0]?.totals;
    expect(totals?.map(({ currency, amount }) => `${toText(amount)} ${currency}`)).toEqual([
      "100.00 SGD",
      "5000 JPY",
    ]);
  });
});
