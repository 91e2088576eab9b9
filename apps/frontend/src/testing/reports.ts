/** Reports for tests, as the API answers them; amounts are in SGD, the base currency. */
import type { Categories, IncomeStatement, NetWorth, Register, ReportRow, Section } from "@/lib/schemas";

export const VALUED = {
  base_currency: "SGD",
  complete: true,
  rates: [],
  missing_rates: [],
};

export const LACKING = {
  complete: false,
  missing_rates: [
    { currency: "JPY", date: "2026-03-31" },
    { currency: "JPY", date: "2026-02-28" },
  ],
};

export function row(account_id: number, name: string, amount: string, more: Partial<ReportRow> = {}) {
  const own = { account_id, code: String(account_id), name, parent_id: null, depth: 0 };
  return { ...own, currency: "SGD", amount, value: amount, total: amount, entries: "", ...more };
}

export function section(total: string, ...rows: ReportRow[]): Section {
  return { rows, total };
}

export function incomeStatement(change: Partial<IncomeStatement> = {}): IncomeStatement {
  return {
    ...VALUED,
    first: "2026-03-01",
    last: "2026-03-31",
    income: section("7200.00", row(40, "Salary", "7200.00")),
    expenses: section("1250.50", row(51, "Groceries", "1250.50")),
    net: "5949.50",
    ...change,
  };
}

export function netWorth(...worth: string[]): NetWorth {
  const points = worth.map((net_worth, index) => ({
    date: `2026-0${index + 1}-28`,
    assets: net_worth,
    liabilities: "0.00",
    net_worth,
    report: "",
  }));
  return { ...VALUED, points };
}

export function categories(): Categories {
  const of = (account_id: number, name: string, type: string, cells: [string, string], total: string) => ({
    account_id,
    code: "",
    name,
    type,
    cells: cells.map((value, index) => ({ month: `2026-0${index + 2}-01`, value, entries: "" })),
    total,
  });
  const rows = [
    of(40, "Salary", "income", ["7200.00", "7200.00"], "14400.00"),
    of(51, "Groceries", "expense", ["100.00", "50.25"], "150.25"),
    of(52, "Rent", "expense", ["0.00", "2400.00"], "2400.00"),
  ];
  return { ...VALUED, months: ["2026-02-01", "2026-03-01"], rows } as Categories;
}

export function register(change: Partial<Register> = {}): Register {
  return {
    account_id: 2,
    code: "5100",
    name: "Groceries",
    type: "expense",
    currency: "SGD",
    opening: "100.00",
    closing: "112.50",
    lines: [registerLine()],
    next: null,
    ...change,
  };
}

export function registerLine(change: Partial<Register["lines"][number]> = {}) {
  return {
    line_id: 1,
    entry_id: 7,
    entry: "",
    date: "2026-03-09",
    description: "Weekly shop",
    memo: "",
    status: "posted",
    amount: "12.50",
    balance: "112.50",
    counter_accounts: [],
    statement_lines: [],
    ...change,
  } as Register["lines"][number];
}
