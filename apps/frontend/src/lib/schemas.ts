/** The shapes that the API answers with, checked when they arrive. */
import * as z from "zod";
import { decimal, parseDecimal } from "./decimal";

/** A decimal string of the API, such as "-12.34", as an exact number. */
const amount = z
  .string()
  .refine((text) => parseDecimal(text) !== null, "not a decimal number")
  .transform(decimal);

export const ACCOUNT_TYPES = ["asset", "liability", "equity", "income", "expense"] as const;
export const ENTRY_STATUSES = ["draft", "posted", "reversed"] as const;

export const userSchema = z.object({
  id: z.int(),
  email: z.string(),
  name: z.string(),
  /** What this person's reports are in. */
  base_currency: z.string(),
});

export const sessionSchema = z.object({ user: userSchema.nullable() });

export const accountSchema = z.object({
  id: z.int(),
  code: z.string(),
  name: z.string(),
  type: z.enum(ACCOUNT_TYPES),
  currency: z.string(),
  parent_id: z.int().nullable(),
  closed: z.boolean(),
});

const lineSchema = z.object({
  id: z.int(),
  account_id: z.int(),
  /** Debits are positive, credits negative. */
  amount,
  currency: z.string(),
  memo: z.string().nullable(),
});

export const entrySchema = z.object({
  id: z.int(),
  date: z.iso.date(),
  description: z.string(),
  status: z.enum(ENTRY_STATUSES),
  reverses_id: z.int().nullable(),
  reversed_by_id: z.int().nullable(),
  lines: z.array(lineSchema),
  version: z.int(),
});

export const trialBalanceSchema = z.object({
  as_of: z.string().nullable(),
  rows: z.array(
    z.object({
      account_id: z.int(),
      code: z.string(),
      name: z.string(),
      type: z.enum(ACCOUNT_TYPES),
      currency: z.string(),
      debit: amount,
      credit: amount,
    }),
  ),
  totals: z.array(z.object({ currency: z.string(), debit: amount, credit: amount })),
});

export const pingSchema = z.object({
  status: z.string(),
  namespace: z.string(),
  checks: z.array(
    z.object({
      name: z.string(),
      target: z.string().nullable(),
      ok: z.boolean(),
      milliseconds: z.number(),
      detail: z.string().nullable(),
    }),
  ),
});

export const problemSchema = z.object({
  title: z.string(),
  status: z.int(),
  detail: z.string().default(""),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).default([]),
});

/** One page of a list, and how many items there are in all. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), total: z.int(), limit: z.int(), offset: z.int() });
}

export type User = z.infer<typeof userSchema>;
export type Account = z.infer<typeof accountSchema>;
export type AccountType = Account["type"];
export type Entry = z.infer<typeof entrySchema>;
export type EntryLine = Entry["lines"][number];
export type EntryStatus = Entry["status"];
export type TrialBalance = z.infer<typeof trialBalanceSchema>;
export type Ping = z.infer<typeof pingSchema>;
export type Problem = z.infer<typeof problemSchema>;
