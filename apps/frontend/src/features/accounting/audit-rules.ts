/** The audit trail in words: which records are asked for, what a record is about, what it changed. */
import { decimal, shortest, toText } from "@/lib/decimal";
import { endOfDay, formatDate, formatMoment, startOfDay } from "@/lib/dates";
import { formatAmount } from "@/lib/money";
import type { Account, AuditRecord, AuditSubject } from "@/lib/schemas";

/** What a person chooses; a kind may be recorded under more than one subject. */
export const AUDIT_KINDS = {
  entry: { name: "Entries", subjects: ["entry", "lines"] },
  account: { name: "Accounts", subjects: ["account"] },
  rate: { name: "Exchange rates", subjects: ["rate"] },
  match: { name: "Matches", subjects: ["match"] },
  closing: { name: "Locked statements", subjects: ["closing"] },
  rule: { name: "Rules", subjects: ["rule"] },
  thresholds: { name: "Matching thresholds", subjects: ["thresholds"] },
  person: { name: "You and your periods", subjects: ["person"] },
} as const satisfies Record<string, { name: string; subjects: readonly AuditSubject[] }>;

export type AuditKind = keyof typeof AUDIT_KINDS;

/** What the trail is filtered by, as it stands in the address; empty text does not matter. */
export interface AuditWish {
  kind: AuditKind | "";
  /** The number of the one thing of that kind. */
  id: string;
  from: string;
  to: string;
}

/** The wish of an address; what it does not understand does not matter. */
export function askedWish(address: Pick<URLSearchParams, "get">): AuditWish {
  const kind = address.get("kind") ?? "";
  const fits = (name: string, pattern: RegExp) => pattern.exec(address.get(name) ?? "")?.[0] ?? "";
  const date = /^(19|20|21)\d\d-\d\d-\d\d$/;
  return {
    kind: kind in AUDIT_KINDS ? (kind as AuditKind) : "",
    id: kind in AUDIT_KINDS ? fits("id", /^[1-9]\d{0,14}$/) : "",
    from: fits("from", date),
    to: fits("to", date),
  };
}

/** The address of the trail so filtered. */
export function auditAddress(wish: Partial<AuditWish>): string {
  const query = new URLSearchParams(Object.entries(wish).filter(([, value]) => value !== ""));
  return `/audit${query.size > 0 ? `?${query}` : ""}`;
}

/** The query of the API; days begin and end by the clock on the wall. */
export function auditQuery({ kind, id, from, to }: AuditWish) {
  return {
    ...(kind && { subject: [...AUDIT_KINDS[kind].subjects] }),
    ...(kind && id && { subject_id: Number(id) }),
    ...(from && { since: startOfDay(from) }),
    ...(to && { until: endOfDay(to) }),
  };
}

type Row = Record<string, unknown>;

const TITLES: Record<AuditSubject, string> = {
  account: "Account",
  entry: "Entry",
  lines: "Lines of entry",
  rate: "Rate",
  match: "Match",
  closing: "Locked statement",
  rule: "Rule",
  thresholds: "Matching thresholds",
  person: "You",
};

/** What a record is about, such as "Entry 7: Weekly shop". */
export function titleOf({ subject, subject_id, before, after }: AuditRecord): string {
  const title = TITLES[subject as AuditSubject] ?? subject;
  if (subject === "person" || subject === "thresholds") return title;
  const row = rowOf(after ?? before);
  const name = row.description ?? row.name ?? row.pattern;
  return `${title} ${subject_id}${typeof name === "string" ? `: ${name}` : ""}`;
}

/** Where the thing of a record can be looked at; null where it has no page, or is gone. */
export function placeOf({ subject, subject_id, action }: AuditRecord): string | null {
  if (subject === "lines") return `/journal/entry?id=${subject_id}`;
  if (action === "delete") return null;
  if (subject === "entry") return `/journal/entry?id=${subject_id}`;
  return subject === "account" ? `/accounts/register?id=${subject_id}` : null;
}

export interface Difference {
  field: string;
  before: string;
  after: string;
}

/** Of no interest to a person: whose it is, and what only the program counts. */
const HIDDEN = new Set(["id", "user_id", "version", "created_at"]);
const NOTHING = "–";
const NO = "no";

/** What a record changed, field by field, in words; all that was given where it was new or removed. */
export function differencesOf(
  { before, after }: AuditRecord,
  accounts: ReadonlyMap<number, Account>,
): Difference[] {
  const [old, new_] = [rowOf(before), rowOf(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(new_)])]
    .filter((field) => !HIDDEN.has(field))
    .map((field) => ({
      field: field.replace(/_id$/, "").replaceAll("_", " "),
      before: inWords(field, old, accounts),
      after: inWords(field, new_, accounts),
    }))
    .filter((each) => each.before !== each.after && !isSilent(each));
}

/** A mark that a new or removed thing does not have. */
function isSilent({ before, after }: Difference): boolean {
  return [before, after].includes(NOTHING) && [before, after].includes(NO);
}

/** The lines of an entry in a record: none where it is of something else. */
export function linesOf(recorded: AuditRecord["before"]): Row[] {
  return Array.isArray(recorded) ? recorded.filter(isRow) : [];
}

function rowOf(recorded: AuditRecord["before"]): Row {
  return isRow(recorded) ? recorded : {};
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a person wrote is shown as it is, even where it looks like a number or a date. */
const WRITTEN = new Set(["code", "name", "description", "memo", "pattern", "email"]);
const NUMBER = /^-?\d+\.\d+$/;

function inWords(field: string, row: Row, accounts: ReadonlyMap<number, Account>): string {
  const value = row[field];
  if (value === undefined || value === null || value === "") return NOTHING;
  if (field === "account_id" || field === "parent_id") {
    return accounts.get(Number(value))?.name ?? `account ${String(value)}`;
  }
  if (typeof value === "boolean") return value ? "yes" : NO;
  if (typeof value !== "string") return JSON.stringify(value);
  if (WRITTEN.has(field)) return value;
  if (NUMBER.test(value)) return numberInWords(field, value, row.currency);
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return formatDate(value);
  return /^\d{4}-\d{2}-\d{2}T/.test(value) ? formatMoment(value) : value;
}

/** A rate and a share have no currency of their own. */
function numberInWords(field: string, value: string, currency: unknown): string {
  if (typeof currency !== "string" || field === "rate" || field === "score") {
    return toText(shortest(decimal(value)));
  }
  return `${formatAmount(decimal(value), currency)} ${currency}`;
}
