import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { Action, QueueItem } from "@/lib/schemas";
import { account, CASH, GROCERIES, page } from "@/testing/books";
import { Refusal, renderPage, serve } from "@/testing/server";
import { ReviewPage } from "./review-page";

const TRAVEL = account({ id: 8, code: "5300", name: "Travel", type: "expense" });

function line(id: number, text: string, accountId: number | null): QueueItem {
  const suggestion = {
    source: "history",
    sentence: "You did so before.",
    description: "",
    rule_id: null,
  } as const;
  return {
    kind: "line",
    id,
    date: "2026-03-09",
    match: null,
    line: { id, account_id: CASH.id, date: "2026-03-09", amount: "-12.50", currency: "SGD", text },
    suggestion: accountId === null ? null : { ...suggestion, account_id: accountId },
  };
}

/** A queue of two lines; what is decided is taken out unless `refuse` says why not. */
function review(refuse = "", texts: readonly [string, string] = ["BAKERY", "FERRY"]) {
  let waiting = [line(1, texts[0], GROCERIES.id), line(2, texts[1], null)];
  const all = waiting;
  const sent = serve({
    "GET /api/accounts": () => page([CASH, GROCERIES, TRAVEL]),
    "GET /api/review/queue": () => ({
      items: waiting,
      total: waiting.length,
      matches: 0,
      lines: waiting.length,
      rule_suggestions: [],
      next: null,
    }),
    "GET /api/reconciliation/lines/1/candidates": () => ({ items: [] }),
    "GET /api/reconciliation/lines/2/candidates": () => ({ items: [] }),
    "POST /api/review/rules/dry-run": () => ({ fits: 2, open: 2, same: 0, other: 0, earlier: 0, examples: [] }),
    "POST /api/review/rules": ({ body }) => ({ ...(body as object), id: 1 }),
    "POST /api/review/decisions": ({ body }) => {
      const { actions } = body as { actions: Action[] };
      const outcomes = actions.map((action) => {
        if (refuse) return { ok: false, match_id: null, status: 409, detail: refuse };
        if (action.action === "undo")
          waiting = all.filter(
            ({ id }) => id === action.match_id || waiting.some((each) => each.id === id),
          );
        else waiting = waiting.filter(({ id }) => id !== action.line_id);
        return { ok: true, match_id: action.line_id ?? action.match_id, status: 200, detail: "" };
      });
      return { outcomes };
    },
  });
  renderPage(<ReviewPage />);
  return {
    rules: () =>
      sent.filter(({ what }) => what === "POST /api/review/rules").map(({ body }) => body),
    decisions: () =>
      sent.filter(({ what }) => what === "POST /api/review/decisions").map(({ body }) => body),
  };
}

const press = (key: string) => fireEvent.keyDown(document.body, { key });
const waiting = () => screen.queryAllByRole("option").map((option) => option.textContent);

it("accepts by one key, and goes on with the next line", async () => {
  const { decisions } = review();
  await screen.findByText("You did so before.");
  press("a");
  expect(waiting()).toEqual([expect.stringContaining("FERRY")]);
  await waitFor(() =>
    expect(decisions()).toMatchObject([{ actions: [{ action: "book", line_id: 1 }] }]),
  );
  await screen.findByText("0 proposals, 1 line that nothing explains");
});

it("says what to do where there is nothing to accept", async () => {
  const { decisions } = review();
  await screen.findByText("You did so before.");
  press("j");
  press("a");
  expect((await screen.findByRole("alert")).textContent).toContain("press e");
  expect(decisions()).toEqual([]);
});

it("brings a line back that the server refused, with the reason", async () => {
  review("Somebody else decided it.");
  await screen.findByText("You did so before.");
  press("a");
  expect((await screen.findByRole("alert")).textContent).toContain("Somebody else");
  await waitFor(() => expect(waiting()).toHaveLength(2));
});

it("takes the last decision back", async () => {
  const { decisions } = review();
  await screen.findByText("You did so before.");
  press("a");
  await waitFor(() =>
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Undo" }).disabled).toBe(false),
  );
  press("u");
  await screen.findByText(/Taken back/);
  expect(decisions().at(-1)).toMatchObject({ actions: [{ action: "undo", match_id: 1 }] });
  await waitFor(() => expect(waiting()).toHaveLength(2));
});

it("books a line on the account that a person chooses", async () => {
  const { decisions } = review();
  await screen.findByText("You did so before.");
  press("j");
  press("e");
  const dialog = within(screen.getByRole("dialog"));
  fireEvent.change(dialog.getByLabelText("Account"), { target: { value: String(TRAVEL.id) } });
  fireEvent.click(dialog.getByRole("button", { name: /Book it/ }));
  expect(screen.queryByRole("dialog")).toBeNull();
  const made = { action: "book", line_id: 2, description: "FERRY", splits: [{ account_id: TRAVEL.id }] };
  await waitFor(() => expect(decisions()).toMatchObject([{ actions: [made] }]));
});

it("makes one rule of all picked lines, shows what it would do, and keeps its bounds", async () => {
  const { rules } = review("", ["STAR FERRY 0412 PIER", "STAR FERRY 0977 HARBOUR"]);
  await screen.findByText("You did so before.");
  press("x");
  press("j");
  press("x");
  press("m");
  const dialog = within(screen.getByRole("dialog"));
  expect(dialog.getByText(/One rule for the 2 picked lines/)).toBeTruthy();
  expect(dialog.getByLabelText<HTMLInputElement>("These words").value).toBe("STAR FERRY");
  const make = dialog.getByRole<HTMLButtonElement>("button", { name: "Make the rule" });
  expect(make.disabled).toBe(true);
  fireEvent.change(dialog.getByLabelText("Are booked on"), { target: { value: String(TRAVEL.id) } });
  fireEvent.change(dialog.getByLabelText("Amount at least"), { target: { value: "-20" } });
  fireEvent.change(dialog.getByLabelText("Amount at most"), { target: { value: "-30" } });
  expect(dialog.getByRole("alert").textContent).toBe("Below the least");
  expect(make.disabled).toBe(true);
  fireEvent.change(dialog.getByLabelText("Amount at most"), { target: { value: "-1" } });
  await dialog.findByText("2 lines fit");
  fireEvent.click(make);
  await waitFor(() =>
    expect(rules()).toEqual([
      { pattern: "STAR FERRY", how: "contains", account_id: TRAVEL.id, least: "-20", most: "-1" },
    ]),
  );
});

it("says where picked lines have nothing in common", async () => {
  review();
  await screen.findByText("You did so before.");
  press("x");
  press("j");
  press("x");
  press("m");
  expect(within(screen.getByRole("dialog")).getByText(/share no words/)).toBeTruthy();
});

it("says why the queue cannot be shown", async () => {
  serve({ "GET /api/review/queue": () => new Refusal(503, "The database is away.") });
  renderPage(<ReviewPage />);
  expect((await screen.findByRole("alert")).textContent).toContain("The database is away.");
});
