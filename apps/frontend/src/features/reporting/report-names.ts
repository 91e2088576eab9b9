/** The reports, by the names that addresses and exports use. */
export const REPORTS = {
  "income-statement": "Income and spending",
  "balance-sheet": "Balance sheet",
  "cash-flow": "Cash flow",
  categories: "Categories by month",
  "net-worth": "Net worth",
} as const;

export type ReportName = keyof typeof REPORTS;

export function reportOf(name: string | null): ReportName {
  return name !== null && name in REPORTS ? (name as ReportName) : "income-statement";
}
