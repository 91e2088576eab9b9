/** What the pages ask of the API, one function for each endpoint. */
import * as z from "zod";
import { request } from "./request";
import {
  accountSchema,
  entrySchema,
  pageSchema,
  pingSchema,
  sessionSchema,
  trialBalanceSchema,
  userSchema,
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
  /** Posted at once, or kept as a draft. */
  post: boolean;
  /** Amounts are decimal strings: debits positive, credits negative. */
  lines: { account_id: number; amount: string; currency: string; memo: string }[];
}

export interface EntryQuery {
  status: EntryStatus | null;
  accountId: number | null;
  /** Words of the description or of a memo; all entries when empty. */
  text: string;
  limit: number;
  offset: number;
}

export interface Credentials {
  email: string;
  password: string;
}

const entryPage = pageSchema(entrySchema);
const accountPage = pageSchema(accountSchema);

/** Who is signed in; null when nobody is. */
export async function readMe() {
  return (await request("/auth/session", sessionSchema)).user;
}

export function signIn(credentials: Credentials) {
  return request("/auth/sign-in", userSchema, { method: "POST", body: credentials });
}

export function register(person: Credentials & { name: string }) {
  return request("/auth/register", userSchema, { method: "POST", body: person });
}

export function signOut() {
  return request("/auth/sign-out", z.unknown(), { method: "POST" });
}

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

export function listEntries({ status, accountId, text, limit, offset }: EntryQuery) {
  const query = new URLSearchParams({ limit: String(limit), offset: String(offset) });
  if (status) query.set("status", status);
  if (accountId !== null) query.set("account_id", String(accountId));
  if (text) query.set("q", text);
  return request(`/entries?${query}`, entryPage);
}

export function createEntry(entry: NewEntry) {
  return request("/entries", entrySchema, { method: "POST", body: entry });
}

/** Posts the draft that was seen at `version`; refused (409) when it has changed since. */
export function postEntry({ id, version }: { id: number; version: number }) {
  return request(`/entries/${id}/post`, entrySchema, { method: "POST", body: { version } });
}

/** Undoes a posted entry by a mirrored one, which is returned. */
export function reverseEntry({ id }: { id: number }) {
  return request(`/entries/${id}/reverse`, entrySchema, { method: "POST", body: {} });
}

export function deleteDraft({ id }: { id: number }) {
  return request(`/entries/${id}`, z.unknown(), { method: "DELETE" });
}

/** Balances of everything posted up to and including a date; of everything when it is empty. */
export function readTrialBalance(asOf: string) {
  const query = asOf ? `?as_of=${encodeURIComponent(asOf)}` : "";
  return request(`/trial-balance${query}`, trialBalanceSchema);
}

/** Round-trips database, Redis and S3; a failed check (503) is an answer too. */
export function ping() {
  return request("/ping", pingSchema, { alsoAnswers: [503] });
}
