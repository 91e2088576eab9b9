import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { absolute, add, decimal, isZero, sign, sum, toText, type Decimal } from "@/lib/decimal";
import { CASH, GROCERIES, YEN, YEN_FOOD } from "@/testing/books";
import {
  accountsById,
  differences,
  EMPTY_LINE,
  entryFaults,
  exchangeOf,
  isBalanced,
  toNewEntry,
  type LineValues,
} from "./entry-rules";

const ACCOUNTS = accountsById([CASH, GROCERIES, YEN, YEN_FOOD]);

function line(account: { id: number }, debit: string, credit = ""): LineValues {
  return { accountId: String(account.id), debit, credit, memo: "" };
}

function signed(account: { id: number }, amount: Decimal): LineValues {
  const text = toText(absolute(amount));
  return sign(amount) < 0 ? line(account, "", text) : line(account, text);
}

const entry = (...lines: LineValues[]) => ({
  date: "2026-03-09",
  description: "Shop",
  lines,
  exchange: false,
});
const messages = (...lines: LineValues[]) =>
  entryFaults(entry(...lines), ACCOUNTS).map(({ path, message }) => `${path.join(".")}: ${message}`);

describe("a balanced entry", () => {
  const cents = fc.bigInt({ min: 1n, max: 10n ** 12n }).map((units) => ({ units, scale: 2 }));
  const amounts = fc.array(cents, { minLength: 1, maxLength: 6 });

  it("is any set of debits with a credit of their sum, and no other credit", () => {
    fc.assert(
      fc.property(amounts, cents, (debits, more) => {
        const lines = debits.map((amount) => signed(GROCERIES, amount));
        const total = sum(debits);
        const credit = (amount: Decimal) => line(CASH, "", toText(amount));
        expect(isBalanced([...lines, credit(total)], ACCOUNTS)).toBe(true);
        expect(isBalanced([...lines, credit(add(total, more))], ACCOUNTS)).toBe(false);
      }),
    );
  });

  it("is sent with amounts that come to zero exactly", () => {
    fc.assert(
      fc.property(amounts, (debits) => {
        const lines = debits.map((amount) => signed(GROCERIES, amount));
        lines.push(line(CASH, "", toText(sum(debits))));
        const sent = toNewEntry(entry(...lines), true, ACCOUNTS);
        expect(isZero(sum(sent.lines.map(({ amount }) => decimal(amount))))).toBe(true);
      }),
    );
  });

  it("balances each currency by itself", () => {
    const lines = [line(CASH, "10"), line(YEN, "", "10")];
    expect(isBalanced(lines, ACCOUNTS)).toBe(false);
    expect(differences(lines, ACCOUNTS).map(({ currency }) => currency)).toEqual(["JPY", "SGD"]);
    const both = [...lines, line(GROCERIES, "", "10"), line(YEN_FOOD, "10")];
    expect(isBalanced(both, ACCOUNTS)).toBe(true);
  });

  it("needs two lines, and every amount on an account", () => {
    expect(isBalanced([EMPTY_LINE, EMPTY_LINE], ACCOUNTS)).toBe(false);
    expect(isBalanced([line(CASH, "0")], ACCOUNTS)).toBe(false);
    const astray = { ...EMPTY_LINE, debit: "5" };
    expect(isBalanced([line(CASH, "1"), line(GROCERIES, "", "1"), astray], ACCOUNTS)).toBe(false);
  });
});

describe("faults", () => {
  it("are none for a balanced entry with blank lines to spare", () => {
    expect(messages(line(GROCERIES, "1,250.5"), EMPTY_LINE, line(CASH, "", "1250.50"))).toEqual([]);
  });

  it.each([
    ["1899-12-31", 1],
    ["1900-01-01", 0],
    ["2199-12-31", 0],
    ["2200-01-01", 1],
  ])("tell a day that no books know: %s", (date, faults) => {
    const values = { ...entry(line(GROCERIES, "5"), line(CASH, "", "5")), date };
    expect(entryFaults(values, ACCOUNTS)).toHaveLength(faults);
  });

  it("are found all at once, each at its field", () => {
    const values = {
      ...entry({ ...EMPTY_LINE, debit: "ten" }),
      date: "",
      description: " ",
    };
    expect(entryFaults(values, ACCOUNTS).map(({ path }) => path.join("."))).toEqual([
      "date",
      "description",
      "lines.0.accountId",
      "lines.0.debit",
    ]);
  });

  it.each([
    [line(CASH, "-5"), "lines.0.debit: Enter an amount above zero"],
    [line(CASH, "", "0.00"), "lines.0.credit: Enter an amount above zero"],
    [line(CASH, "5", "5"), "lines.0.credit: A line is a debit or a credit"],
    [line(CASH, "1.234"), "lines.0.debit: SGD has 2 decimal places"],
    [line(YEN, "", "0.5"), "lines.0.credit: JPY has 0 decimal places"],
    [line(CASH, "1.234,50"), "lines.0.debit: Write an amount such as 1234.50"],
    [line(CASH, ""), "lines.0.debit: Enter a debit or a credit"],
    [{ ...EMPTY_LINE, memo: "lunch", debit: "5" }, "lines.0.accountId: Choose an account"],
  ])("of a line name what is wrong with it (%#)", (wrong, expected) => {
    expect(messages(wrong)).toEqual([expected]);
  });

  it("say that sound lines do not balance", () => {
    expect(messages(line(CASH, "5"), line(GROCERIES, "", "4"))).toEqual([
      "root: Debits and credits must come to the same sum",
    ]);
  });
});

it("sends debits positive, credits negative, in the accounts' currencies, without blank lines", () => {
  const values = entry(line(GROCERIES, "1,250.50"), EMPTY_LINE, line(CASH, "", "1250.5"));
  expect(toNewEntry(values, false, ACCOUNTS)).toEqual({
    date: "2026-03-09",
    description: "Shop",
    post: false,
    lines: [
      { account_id: GROCERIES.id, amount: "1250.50", currency: "SGD", memo: "" },
      { account_id: CASH.id, amount: "-1250.5", currency: "SGD", memo: "" },
    ],
  });
});

describe("an exchange", () => {
  const lines = [line(YEN, "12000"), line(CASH, "", "105.60")];

  it("is what leaves two currencies open, one each way", () => {
    const { got, paid } = exchangeOf(lines, ACCOUNTS) ?? {};
    expect([got?.currency, toText(got!.amount)]).toEqual(["JPY", "12000"]);
    expect([paid?.currency, toText(paid!.amount)]).toEqual(["SGD", "105.60"]);
  });

  it.each([
    ["both are got", [line(YEN, "12000"), line(CASH, "105.60")]],
    ["one is open", [line(YEN, "1"), line(YEN_FOOD, "", "1"), line(CASH, "5")]],
    ["all balance", [line(GROCERIES, "5"), line(CASH, "", "5")]],
    ["an account is missing", [...lines, { ...EMPTY_LINE, debit: "5" }]],
  ])("is none where %s", (_, others) => {
    expect(exchangeOf(others, ACCOUNTS)).toBeNull();
  });

  it("is sent as one only when a person said so, and only while it is one", () => {
    expect(entryFaults(entry(...lines), ACCOUNTS)).toHaveLength(1);
    const said = { ...entry(...lines), exchange: true };
    expect(entryFaults(said, ACCOUNTS)).toEqual([]);
    expect(toNewEntry(said, true, ACCOUNTS).exchange).toBe(true);
    const balanced = { ...entry(line(GROCERIES, "5"), line(CASH, "", "5")), exchange: true };
    expect(toNewEntry(balanced, true, ACCOUNTS)).not.toHaveProperty("exchange");
  });
});
