/** A workbench for tests: a proposal, a line without one, and an entry that no line explains. */
import type { Match, Side, Standing, Workbench } from "@/lib/schemas";
import { CASH, GROCERIES } from "./books";

export const STANDING: Standing = {
  statement_id: 9,
  import_id: 5,
  account_id: CASH.id,
  first: "2026-03-01",
  last: "2026-03-31",
  opening: "100.00",
  closing: "82.50",
  currency: "SGD",
  lines: 2,
  ticked: 0,
  proposed: 1,
  closing_id: null,
};
const BAKERY = { id: 1, account_id: CASH.id, date: "2026-03-09", amount: "-12.50", currency: "SGD" };
const FERRY = { ...BAKERY, id: 2, amount: "-5.00", text: "FERRY", match_id: null, ticked: false };
const SHOP: Side = {
  entry_id: 31,
  account_id: CASH.id,
  made: false,
  date: "2026-03-10",
  amount: "-5.00",
  currency: "SGD",
  description: "Crossing",
  counter_account_ids: [GROCERIES.id],
};
const PROPOSED: Match = {
  id: 6,
  account_id: CASH.id,
  currency: "SGD",
  kind: "entry",
  state: "proposed",
  score: 0.9,
  difference: "0.00",
  reasons: [],
  lines: [{ ...BAKERY, text: "BAKERY" }],
  sides: [{ ...SHOP, entry_id: 30, amount: "-12.50", description: "Bread" }],
  created_at: "2026-04-01T08:00:00Z",
  decided_at: null,
  decided_by: null,
};
export const BENCH: Workbench = {
  statement: STANDING,
  opening: "100.00",
  closing: "82.50",
  told: true,
  ticked: "0.00",
  difference: "-17.50",
  ledger_balance: "82.50",
  can_close: false,
  lines: [{ ...BAKERY, text: "BAKERY", match_id: 6, ticked: false }, FERRY],
  matches: [PROPOSED],
  entries: [SHOP],
  more_entries: false,
};
