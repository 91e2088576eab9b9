/** The values of an account being added or changed, and where the server's faults belong. */
import type { UseFormReturn } from "react-hook-form";
import * as z from "zod";
import { ApiError } from "@/lib/request";
import { ACCOUNT_TYPES, type Account } from "@/lib/schemas";
import { FIRST_CURRENCY } from "./starter-chart";

export const accountValuesSchema = z.object({
  code: z.string().trim().min(1, "Give the account a code").max(32, "At most 32 characters"),
  name: z.string().trim().min(1, "Give the account a name").max(200, "At most 200 characters"),
  type: z.enum(ACCOUNT_TYPES),
  currency: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{3}$/, "Three letters, such as EUR"),
  parentId: z.string(),
});

export type AccountValues = z.infer<typeof accountValuesSchema>;

/** The account as it is, or an empty one in the currency of the others. */
export function startingValues(
  accounts: readonly Account[],
  account: Account | null,
): AccountValues {
  if (account) return { ...account, parentId: String(account.parent_id ?? "") };
  return {
    code: "",
    name: "",
    type: "asset",
    currency: accounts[0]?.currency ?? FIRST_CURRENCY,
    parentId: "",
  };
}

const FIELDS: Record<string, keyof AccountValues> = {
  code: "code",
  name: "name",
  currency: "currency",
  parent_id: "parentId",
};

/** Puts what the server refused at its field, and the rest under the form. */
export function showFault({ setError }: UseFormReturn<AccountValues>, error: Error): void {
  const faults = error instanceof ApiError ? error.problem.errors : [];
  for (const { field, message } of faults) setError(FIELDS[field] ?? "root", { message });
  if (faults.length === 0) setError("root", { message: error.message });
}
