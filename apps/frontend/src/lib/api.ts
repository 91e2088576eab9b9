/** What the pages ask of the journal and of sessions, one function for each use. */
import type { components } from "./api-types";
import { api } from "./client";
import { answered, answeredEvenFailing } from "./request";
import type { Account, AuditQuery, EntryStatus } from "./schemas";

export type NewAccount = Omit<components["schemas"]["AccountIn"], "cash"> & { cash?: boolean };
export type AccountChange = Partial<
  Pick<Account, "code" | "name" | "parent_id" | "closed" | "cash">
>;
export type NewEntry = components["schemas"]["EntryIn"];
export type AskedExchange = components["schemas"]["ExchangeIn"];
export type Credentials = components["schemas"]["SignInIn"];

export interface EntryQuery {
  status: EntryStatus | null;
  accountId: number | null;
  /** Words of the description or of a memo; all entries when empty. */
  text: string;
  limit: number;
  offset: number;
}

/** Who is signed in; null when nobody is. */
export async function readMe() {
  return (await answered(api.GET("/api/auth/session"))).user;
}

export function signIn(credentials: Credentials) {
  return answered(api.POST("/api/auth/sign-in", { body: credentials }));
}

export function register(person: Credentials & { name: string }) {
  return answered(api.POST("/api/auth/register", { body: person }));
}

export function signOut() {
  return answered(api.POST("/api/auth/sign-out"));
}

/** Every account: the pages of the list are read to their end. */
export async function listAccounts() {
  const accounts: Account[] = [];
  for (;;) {
    const query = { limit: 200, offset: accounts.length };
    const page = await answered(api.GET("/api/accounts", { params: { query } }));
    accounts.push(...page.items);
    if (page.items.length === 0 || accounts.length >= page.total) return accounts;
  }
}

export function createAccount(account: NewAccount) {
  return answered(api.POST("/api/accounts", { body: account }));
}

export function changeAccount(id: number, change: AccountChange) {
  return answered(
    api.PATCH("/api/accounts/{account_id}", { params: { path: { account_id: id } }, body: change }),
  );
}

/** Deletes an account that nothing was ever booked on; refused (409) when something was. */
export function removeAccount(id: number) {
  const params = { path: { account_id: id } };
  return answered(api.DELETE("/api/accounts/{account_id}", { params }));
}

export function listEntries({ status, accountId, text, limit, offset }: EntryQuery) {
  const query = {
    limit,
    offset,
    ...(status && { status }),
    ...(accountId !== null && { account_id: accountId }),
    ...(text && { q: text }),
  };
  return answered(api.GET("/api/entries", { params: { query } }));
}

export function readEntry(id: number) {
  return answered(api.GET("/api/entries/{entry_id}", { params: { path: { entry_id: id } } }));
}

export function createEntry(entry: NewEntry) {
  return answered(api.POST("/api/entries", { body: entry }));
}

/** Posts the draft that was seen at `version`; refused (409) when it has changed since. */
export function postEntry({ id, version }: { id: number; version: number }) {
  const params = { path: { entry_id: id } };
  return answered(api.POST("/api/entries/{entry_id}/post", { params, body: { version } }));
}

/** Undoes a posted entry by a mirrored one, which is returned. */
export function reverseEntry({ id }: { id: number }) {
  const params = { path: { entry_id: id } };
  return answered(api.POST("/api/entries/{entry_id}/reverse", { params, body: {} }));
}

export function deleteDraft({ id }: { id: number }) {
  return answered(api.DELETE("/api/entries/{entry_id}", { params: { path: { entry_id: id } } }));
}

/** What an exchange would realise; nothing is written. */
export function foreseeExchange(body: AskedExchange) {
  return answered(api.POST("/api/exchanges/dry-run", { body }));
}

/** Balances of everything posted up to and including a date; of everything when it is empty. */
export function readTrialBalance(asOf: string) {
  const query = asOf ? { as_of: asOf } : {};
  return answered(api.GET("/api/trial-balance", { params: { query } }));
}

/** Fifty changes, the latest first, older than the one with the id `before`. */
export function listAudit(wish: Omit<AuditQuery, "before" | "limit">, before: number | null) {
  const query = { ...wish, limit: 50, ...(before !== null && { before }) };
  return answered(api.GET("/api/audit", { params: { query } }));
}

/** Round-trips database, Redis and S3; a failed check (503) is an answer too. */
export function ping() {
  return answeredEvenFailing(api.GET("/api/ping"));
}
