import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, decimal, isZero, negate, subtract, sum, toText } from "@/lib/decimal";
import type { IncomeStatement, ReportRow } from "@/lib/schemas";
import { flowOf, isStill } from "./flow";

function statement(income: Record<string, string>, expenses: Record<string, string>): IncomeStatement {
  const section = (rows: Record<string, string>) => ({
    rows: Object.entries(rows).map(
      ([name, value], index) => ({ account_id: index, name, value }) as ReportRow,
    ),
    total: toText(sum(Object.values(rows).map(decimal))),
  });
  const [earned, spent] = [section(income), section(expenses)];
  const net = toText(subtract(decimal(earned.total), decimal(spent.total)));
  return { income: earned, expenses: spent, net } as IncomeStatement;
}

const amounts = fc.dictionary(
  fc.string({ minLength: 1 }),
  fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }).map((units) => toText({ units, scale: 2 })),
  { maxKeys: 14 },
);

describe("flowOf", () => {
  it("lets out exactly what comes in, whatever was earned and spent", () => {
    fc.assert(
      fc.property(amounts, amounts, (income, expenses) => {
        const { into, out } = flowOf(statement(income, expenses));
        const all = [...into.map((each) => each.amount), ...out.map(({ amount }) => negate(amount))];
        expect(isZero(sum(all))).toBe(true);
      }),
    );
  });

  it("keeps what is left over, and draws what is missing", () => {
    expect(flowOf(statement({ Salary: "5.00" }, { Rent: "3.00" })).out.at(-1)).toMatchObject({
      name: "Kept",
      amount: decimal("2.00"),
    });
    expect(flowOf(statement({ Salary: "5.00" }, { Rent: "6.50" })).into.at(-1)).toMatchObject({
      name: "From savings",
      amount: decimal("1.50"),
    });
  });

  it("takes a refund for money that came in", () => {
    const { into } = flowOf(statement({ Salary: "5.00" }, { Travel: "-2.00" }));
    expect(into.map(({ name }) => name)).toEqual(["Salary", "Travel"]);
  });

  it("shows the widest and sums the rest", () => {
    const many = Object.fromEntries([..."abcdef"].map((name, index) => [name, `${index + 1}.00`]));
    const { out } = flowOf(statement({}, many), 3);
    expect(out.map(({ name }) => name)).toEqual(["f", "e", "4 others"]);
    expect(out[2]?.amount).toEqual(
      sum(["1", "2", "3", "4"].map(decimal).map((each) => add(each, decimal("0.00")))),
    );
  });

  it("is still where nothing moved", () => {
    expect(isStill(flowOf(statement({}, { Rent: "0.00" })))).toBe(true);
  });
});
