/** What the pages ask of the API, one function for each endpoint. */
import * as z from "zod";
import { request } from "./request";
import {
  accountSchema,
  entrySchema,
  pageSchema,
  pingSchema,
  trialBalanceSchema,
  type AccountType,
  type EntryStatus,
} from "./schemas";

export interface NewAccount {
  code: string;
  name: string;
  type: AccountType;
  currency: string;
  parent_id: number | null;
}

export interface AccountChange {
  code?: string;
  name?: string;
  closed?: boolean;
}

export interface NewEntry {
  date: string;
  description: string;
  status: "draft" | "posted";
  /** Amounts are decimal strings: debits positive, credits negative. */
  lines: { account_id: number; amount: string; currency: string; memo: string }[];
}

export interface EntryQuery {
  status: EntryStatus | null;
  limit: number;
  offset: number;
}

const entryPage = pageSchema(entrySchema);
const accountPage = pageSchema(accountSchema);

/** Every account: the pages of the list are read to their end. */
export async function listAccounts() {
  const accounts: z.infer<typeof accountSchema>[] = [];
  for (;;) {
    const page = await request(`/accounts?limit=200&offset=${accounts.length}`, accountPage);
    accounts.push(...page.items);
    if (page.items.length === 0 || accounts.length >= page.total) return accounts;
  }
}

export function createAccount(account: NewAccount) {
  return request("/accounts", accountSchema, { method: "POST", body: account });
}

export function changeAccount(id: number, change: AccountChange) {
  return request(`/accounts/${id}`, accountSchema, { method: "PATCH", body: change });
}

export function listEntries({ status, limit, offset }: EntryQuery) {
  const query = new URLSearchParams({ limit: String(limit), offset: String(offset) });
  if (status) query.set("status", status);
  return request(`/entries?${query}`, entryPage);
}

export function createEntry(entry: NewEntry) {
  return request("/entries", entrySchema, { method: "POST", body: entry });
}

export function postEntry(id: number) {
  return request(`/entries/${id}/post`, entrySchema, { method: "POST", body: {} });
}

export function reverseEntry(id: number) {
  return request(`/entries/${id}/reverse`, entrySchema, { method: "POST", body: {} });
}

export function deleteDraft(id: number) {
  return request(`/entries/${id}`, z.unknown(), { method: "DELETE" });
}

export function readTrialBalance() {
  return request("/trial-balance", trialBalanceSchema);
}

/** Round-trips database, Redis and S3; a failed check (503) is an answer too. */
export function ping() {
  return request("/ping", pingSchema, { alsoAnswers: [503] });
}
