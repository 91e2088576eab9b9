/** The values of an account being added or changed, and where the server's faults belong. */
import type { UseFormReturn } from "react-hook-form";
import * as z from "zod";
import { ApiError } from "@/lib/request";
import { ACCOUNT_TYPES, type Account, type AccountType } from "@/lib/schemas";
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
  cash: z.boolean(),
});

export type AccountValues = z.infer<typeof accountValuesSchema>;

const FIRST_DIGITS: Record<AccountType, number> = {
  asset: 1,
  liability: 2,
  equity: 3,
  income: 4,
  expense: 5,
};

/** The next number after the codes of a type, as round as there is room for; empty when full. */
export function nextCode(accounts: readonly Account[], type: AccountType): string {
  const first = FIRST_DIGITS[type] * 1000;
  const taken = accounts.map(({ code }) => (/^\d{4}$/.test(code) ? Number(code) : 0));
  const last = Math.max(first - 1, ...taken.filter((code) => code >= first && code < first + 1000));
  const next = [100, 10, 1].map((step) => (Math.floor(last / step) + 1) * step);
  return String(next.find((code) => code < first + 1000) ?? "");
}

/** The account as it is, or an empty one in the currency of the others. */
export function startingValues(
  accounts: readonly Account[],
  account: Account | null,
): AccountValues {
  if (account) return { ...account, parentId: String(account.parent_id ?? "") };
  return {
    code: nextCode(accounts, "asset"),
    name: "",
    type: "asset",
    currency: accounts[0]?.currency ?? FIRST_CURRENCY,
    parentId: "",
    cash: true,
  };
}

/** The accounts that one can be part of: open ones of its type, neither itself nor below it. */
export function possibleParents(
  accounts: readonly Account[],
  type: Account["type"],
  account: Account | null,
): Account[] {
  const byId = new Map(accounts.map((each) => [each.id, each]));
  const isWithin = (each: Account | undefined): boolean =>
    each !== undefined && (each.id === account?.id || isWithin(byId.get(each.parent_id ?? 0)));
  return accounts.filter(
    (each) =>
      each.type === type &&
      each.role === null &&
      (!each.closed || each.id === account?.parent_id) &&
      !isWithin(each),
  );
}

const FIELDS: Record<string, keyof AccountValues> = {
  code: "code",
  name: "name",
  currency: "currency",
  parent_id: "parentId",
  cash: "cash",
};

/** Puts what the server refused at its field, and the rest under the form. */
export function showFault({ setError }: UseFormReturn<AccountValues>, error: Error): void {
  const faults = error instanceof ApiError ? error.problem.errors : [];
  for (const { field, message } of faults) setError(FIELDS[field] ?? "root", { message });
  if (faults.length === 0) setError("root", { message: error.message });
}
