/** The field's words for what the API names in one. */
import type { AccountType } from "@/lib/schemas";

export const TYPE_NAMES: Record<AccountType, { one: string; many: string }> = {
  asset: { one: "Asset", many: "Assets" },
  liability: { one: "Liability", many: "Liabilities" },
  equity: { one: "Equity", many: "Equity" },
  income: { one: "Income", many: "Income" },
  expense: { one: "Expense", many: "Expenses" },
};
