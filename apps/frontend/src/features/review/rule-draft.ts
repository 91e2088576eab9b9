/** A rule while it is written: what is typed, whether it can be kept, and what lines share. */
import { sign, subtract, toText } from "@/lib/decimal";
import { parseAmount } from "@/lib/money";
import type { NewRule, QueueItem, Rule } from "@/lib/schemas";
import { lineOf } from "./words";

export interface RuleDraft {
  pattern: string;
  how: NonNullable<NewRule["how"]>;
  accountId: string;
  /** As typed; empty for no bound. */
  least: string;
  most: string;
}

export const EMPTY_DRAFT: RuleDraft = { pattern: "", how: "contains", accountId: "", least: "", most: "" };

/** A rule that is there, ready to be changed. */
export function draftOf(rule: Rule): RuleDraft {
  return {
    pattern: rule.pattern,
    how: rule.how,
    accountId: String(rule.account_id),
    least: rule.least ?? "",
    most: rule.most ?? "",
  };
}

/** Why a bound cannot be kept; undefined where it can. */
export function boundFault(draft: RuleDraft, which: "least" | "most"): string | undefined {
  const text = draft[which].trim();
  if (text === "") return undefined;
  const bound = parseAmount(text);
  if (bound === null) return "Not an amount";
  const least = parseAmount(draft.least);
  if (which === "most" && least !== null && sign(subtract(bound, least)) < 0) return "Below the least";
  return undefined;
}

/** The rule as the server takes it; null while something is missing or wrong. */
export function ruleOf(draft: RuleDraft): NewRule | null {
  const isWrong = boundFault(draft, "least") ?? boundFault(draft, "most");
  if (draft.pattern.trim() === "" || draft.accountId === "" || isWrong) return null;
  return {
    pattern: draft.pattern.trim(),
    how: draft.how,
    account_id: Number(draft.accountId),
    least: bound(draft.least),
    most: bound(draft.most),
  };
}

function bound(text: string): string | null {
  const amount = parseAmount(text);
  return amount && toText(amount);
}

/** A rule for all of these at once: the words that their lines share, and the account, if one. */
export function draftFor(items: readonly QueueItem[]): RuleDraft {
  const accounts = new Set(items.map(accountOf));
  const [account] = accounts;
  return {
    ...EMPTY_DRAFT,
    pattern: sharedWords(items.map((item) => lineOf(item)?.text ?? "")),
    accountId: accounts.size === 1 && account ? String(account) : "",
  };
}

function accountOf(item: QueueItem): number | null {
  return item.suggestion?.account_id ?? item.match?.sides[0]?.counter_account_ids[0] ?? null;
}

/** The longest run of whole words that all texts have; the text itself where there is one. */
export function sharedWords(texts: readonly string[]): string {
  const [first = "", ...others] = texts;
  if (others.length === 0) return first;
  const words = first.split(/\s+/).filter(Boolean);
  const spaced = others.map((text) => ` ${plain(text)} `);
  for (let length = words.length; length > 0; length -= 1) {
    for (let start = 0; start + length <= words.length; start += 1) {
      const run = words.slice(start, start + length).join(" ");
      if (spaced.every((text) => text.includes(` ${plain(run)} `))) return run;
    }
  }
  return "";
}

function plain(text: string): string {
  return text.trim().replaceAll(/\s+/g, " ").toLowerCase();
}
