/** A queue for tests: a proposal and a line, as the API answers them. */
import type { Match, QueueItem, RuleSuggestion } from "@/lib/schemas";
import { account, CASH, GROCERIES } from "./books";

export const TRAVEL = account({ id: 8, code: "5300", name: "Travel", type: "expense" });
export const FEES = account({ id: 9, code: "5400", name: "Fees", type: "expense" });
const MONEY = { account_id: CASH.id, date: "2026-03-09", currency: "SGD" };
const BREAD = { ...MONEY, id: 1, amount: "-12.50", text: "BAKERY" };
export const MATCH: Match = {
  id: 6,
  account_id: CASH.id,
  currency: "SGD",
  kind: "entry",
  state: "proposed",
  score: 0.84,
  difference: "0.00",
  reasons: [
    { factor: "amount", sentence: "The amounts are equal.", contribution: 0.6 },
    { factor: "days", sentence: "They are 3 days apart.", contribution: -0.05 },
  ] as Match["reasons"],
  lines: [BREAD],
  sides: [
    {
      ...MONEY,
      entry_id: 30,
      made: false,
      amount: "-12.50",
      description: "Bread",
      counter_account_ids: [GROCERIES.id],
    },
  ],
  created_at: "2026-04-01T08:00:00Z",
  decided_at: null,
  decided_by: null,
};
export const PROPOSAL: QueueItem = {
  kind: "match",
  id: 6,
  date: "2026-03-09",
  match: MATCH,
  line: null,
  suggestion: null,
};
export const LINE: QueueItem = {
  kind: "line",
  id: 2,
  date: "2026-03-10",
  match: null,
  line: { ...BREAD, id: 2, text: "FERRY" },
  suggestion: null,
};
export const NEAR = { ...MATCH.sides[0]!, entry_id: 40, description: "Crossing" };
export const OFF = { ...NEAR, entry_id: 41, description: "Island trip" };
export const LEARNED: RuleSuggestion = {
  payee: "ferry",
  pattern: "FERRY",
  account_id: TRAVEL.id,
  count: 3,
  decisions: 4,
};
