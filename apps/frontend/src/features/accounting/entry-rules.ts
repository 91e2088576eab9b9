/** The rules of an entry being written: what a line is worth, what is missing, whether it balances. */
import * as z from "zod";
import type { NewEntry } from "@/lib/api";
import { isKnownDay } from "@/lib/dates";
import { add, isZero, negate, sign, toText, type Decimal } from "@/lib/decimal";
import { isTooFine, minorUnits, parseAmount } from "@/lib/money";
import type { Account } from "@/lib/schemas";

export interface LineValues {
  accountId: string;
  debit: string;
  credit: string;
  memo: string;
}

export interface EntryValues {
  date: string;
  description: string;
  lines: LineValues[];
  /** Whether the lines may leave two currencies open, one given for the other. */
  exchange: boolean;
}

export interface Difference {
  currency: string;
  /** Debits less credits: zero when this currency balances. */
  amount: Decimal;
}

export interface Fault {
  path: (string | number)[];
  message: string;
}

export type AccountsById = ReadonlyMap<string, Account>;

export const EMPTY_LINE: LineValues = { accountId: "", debit: "", credit: "", memo: "" };

export function accountsById(accounts: readonly Account[]): AccountsById {
  return new Map(accounts.map((account) => [String(account.id), account]));
}

/** A line that nothing was entered in; it is left out of the entry. */
export function isBlank(line: LineValues): boolean {
  return Object.values(line).every((text) => text.trim() === "");
}

/** The signed amount of a line, debits positive; null while it has no readable amount. */
export function lineAmount({ debit, credit }: LineValues): Decimal | null {
  if (debit.trim() && credit.trim()) return null;
  if (debit.trim()) return parseAmount(debit);
  const amount = parseAmount(credit);
  return amount && negate(amount);
}

/** Debits less credits of each currency that has an amount so far, by currency code. */
export function differences(lines: readonly LineValues[], accounts: AccountsById): Difference[] {
  const sums = new Map<string, Decimal>();
  for (const line of lines) {
    const amount = lineAmount(line);
    const currency = accounts.get(line.accountId)?.currency;
    if (!amount || !currency) continue;
    const before = sums.get(currency);
    sums.set(currency, before ? add(before, amount) : amount);
  }
  return [...sums].map(([currency, amount]) => ({ currency, amount })).sort(byCurrency);
}

function byCurrency(left: Difference, right: Difference): number {
  return left.currency < right.currency ? -1 : 1;
}

/** True when there is something to balance, every amount counts, and each currency comes to zero. */
export function isBalanced(lines: readonly LineValues[], accounts: AccountsById): boolean {
  return areCounted(lines, accounts) && openSums(lines, accounts).length === 0;
}

/** The same, where the lines may exchange one currency for another. */
export function isReady(
  { lines, exchange }: Pick<EntryValues, "lines" | "exchange">,
  accounts: AccountsById,
): boolean {
  return isBalanced(lines, accounts) || (exchange && exchangeOf(lines, accounts) !== null);
}

function areCounted(lines: readonly LineValues[], accounts: AccountsById): boolean {
  const filled = lines.filter((line) => !isBlank(line));
  return (
    filled.length >= 2 && filled.every((line) => lineAmount(line) && accounts.has(line.accountId))
  );
}

function openSums(lines: readonly LineValues[], accounts: AccountsById): Difference[] {
  return differences(lines, accounts).filter(({ amount }) => !isZero(amount));
}

/** What an exchange gave and got, both above zero. */
export interface Exchange {
  got: Difference;
  paid: Difference;
}

/** The exchange that the lines are when they leave two currencies open, one each way; else null. */
export function exchangeOf(lines: readonly LineValues[], accounts: AccountsById): Exchange | null {
  const open = openSums(lines, accounts);
  const got = open.find(({ amount }) => sign(amount) > 0);
  const paid = open.find(({ amount }) => sign(amount) < 0);
  if (open.length !== 2 || !got || !paid || !areCounted(lines, accounts)) return null;
  return { got, paid: { ...paid, amount: negate(paid.amount) } };
}

/** The two currencies of the accounts that were chosen, by code; null when there are more or fewer. */
export function twoCurrencies(
  lines: readonly LineValues[],
  accounts: AccountsById,
): [string, string] | null {
  const chosen = lines.flatMap(({ accountId }) => accounts.get(accountId)?.currency ?? []);
  const [one, two, ...more] = [...new Set(chosen)].sort();
  return one && two && more.length === 0 ? [one, two] : null;
}

function amountFault(side: "debit" | "credit", line: LineValues, account?: Account): string | null {
  if (line[side].trim() === "") return null;
  const amount = parseAmount(line[side]);
  if (!amount) return "Write an amount such as 1234.50";
  if (sign(amount) <= 0) return "Enter an amount above zero";
  if (account && isTooFine(amount, account.currency)) {
    return `${account.currency} has ${minorUnits(account.currency)} decimal places`;
  }
  return null;
}

function lineFaults(line: LineValues, index: number, accounts: AccountsById): Fault[] {
  const faults: Fault[] = [];
  const fault = (field: keyof LineValues, message: string | null) => {
    if (message) faults.push({ path: ["lines", index, field], message });
  };
  const account = accounts.get(line.accountId);
  if (!account) fault("accountId", "Choose an account");
  if (!line.debit.trim() && !line.credit.trim()) fault("debit", "Enter a debit or a credit");
  if (line.debit.trim() && line.credit.trim()) fault("credit", "A line is a debit or a credit");
  fault("debit", amountFault("debit", line, account));
  fault("credit", amountFault("credit", line, account));
  return faults;
}

/** Everything that keeps the entry from being sent, each with its place; none when it is ready. */
export function entryFaults(values: EntryValues, accounts: AccountsById): Fault[] {
  const faults: Fault[] = [];
  if (!values.date) faults.push({ path: ["date"], message: "Choose a date" });
  else if (!isKnownDay(values.date)) faults.push({ path: ["date"], message: "Choose a date from 1900 to 2199" });
  if (!values.description.trim()) {
    faults.push({ path: ["description"], message: "Say what the entry is for" });
  }
  values.lines.forEach((line, index) => {
    if (!isBlank(line)) faults.push(...lineFaults(line, index, accounts));
  });
  if (faults.length === 0 && !isReady(values, accounts)) {
    faults.push({ path: ["root"], message: "Debits and credits must come to the same sum" });
  }
  return faults;
}

/** The form's schema: all faults at once, each at its field. */
export function entryValuesSchema(accounts: AccountsById) {
  const line = z.object({
    accountId: z.string(),
    debit: z.string(),
    credit: z.string(),
    memo: z.string(),
  });
  const entry = z.object({ date: z.string(), description: z.string(), lines: z.array(line), exchange: z.boolean() });
  return entry.superRefine((values, context) => {
    for (const { path, message } of entryFaults(values, accounts)) {
      context.addIssue({ code: "custom", path, message });
    }
  });
}

/** What the API is sent for values without faults. */
export function toNewEntry(
  values: EntryValues,
  post: boolean,
  accounts: AccountsById,
): NewEntry {
  const lines = values.lines.flatMap((line) => {
    const account = accounts.get(line.accountId);
    const amount = lineAmount(line);
    if (!account || !amount) return [];
    const { id, currency } = account;
    return [{ account_id: id, amount: toText(amount), currency, memo: line.memo.trim() }];
  });
  // What balances by itself is no exchange, whatever was ticked before.
  const isExchange = values.exchange && exchangeOf(values.lines, accounts) !== null;
  const entry = { date: values.date, description: values.description.trim(), post, lines };
  return isExchange ? { ...entry, exchange: true } : entry;
}
