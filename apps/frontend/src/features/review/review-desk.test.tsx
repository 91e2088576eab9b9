import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { Action, QueueItem, RuleSuggestion } from "@/lib/schemas";
import { CASH, GROCERIES, page } from "@/testing/books";
import { FEES, LEARNED, LINE, MATCH, NEAR, OFF, PROPOSAL, TRAVEL } from "@/testing/queue";
import { Refusal, renderPage, serve } from "@/testing/server";
import { ReviewPage } from "./review-page";

interface Desk {
  items?: readonly QueueItem[];
  refusal?: Refusal;
  learned?: readonly RuleSuggestion[];
}

async function show({ items = [PROPOSAL, LINE], refusal, learned = [] }: Desk = {}) {
  const sent = serve({
    "GET /api/accounts": () => page([CASH, GROCERIES, TRAVEL, FEES]),
    "GET /api/review/queue": () => ({
      items,
      total: items.length,
      matches: 1,
      lines: 1,
      rule_suggestions: learned,
      next: null,
    }),
    "GET /api/reconciliation/lines/2/candidates": () => ({
      items: [
        { side: NEAR, difference: "0.00" },
        { side: OFF, difference: "1.50" },
        { side: { ...OFF, entry_id: 42, description: "Opening balance" }, difference: "1012.50" },
      ],
    }),
    "POST /api/reconciliation/matches": () => refusal ?? {},
    "POST /api/reconciliation/runs": () => refusal ?? {},
    "POST /api/review/rules/refusals": () => refusal ?? {},
    "POST /api/review/rules/dry-run": () => refusal ?? {},
    "POST /api/review/decisions": ({ body }) => {
      const { actions } = body as { actions: Action[] };
      const made = { ok: true, match_id: 50, status: 200, detail: "" };
      return refusal ?? { outcomes: actions.map(() => made) };
    },
  });
  renderPage(<ReviewPage />);
  await screen.findByText(/1 proposal, 1 line/);
  return (what: string) => sent.filter((each) => each.what === `POST ${what}`).map(({ body }) => body);
}

const DECISIONS = "/api/review/decisions";
const press = (key: string) => fireEvent.keyDown(document.body, { key });
const current = () =>
  screen.getAllByRole("option").find((each) => each.getAttribute("aria-current") === "true");
const waiting = () => screen.queryAllByRole("option").map(({ textContent }) => textContent);
const typed = (control: HTMLElement, value: string) => fireEvent.change(control, { target: { value } });

it("shows a proposal with its score, and what speaks for it and against it", async () => {
  await show();
  expect(screen.getByText("In the journal").parentElement!.textContent).toContain("84");
  expect(screen.getByText("The amounts are equal.").textContent).toContain("+60");
  expect(screen.getByText("They are 3 days apart.").textContent).toContain("−5");
});

it("rejects a proposal by one key, on record as a rejection", async () => {
  const posted = await show();
  press("r");
  await waitFor(() =>
    expect(posted(DECISIONS)).toMatchObject([{ actions: [{ action: "reject", match_id: 6 }] }]),
  );
  expect(waiting()).toEqual([expect.stringContaining("FERRY")]);
});

it("says that a line has nothing to reject", async () => {
  const posted = await show({ items: [LINE] });
  press("r");
  expect((await screen.findByRole("alert")).textContent).toContain("nothing to reject");
  expect(posted(DECISIONS)).toEqual([]);
});

it("splits the line of a proposal by keyboard, once all of it is divided", async () => {
  const posted = await show();
  press("s");
  const dialog = within(screen.getByRole("dialog", { name: "Split the line" }));
  const book = dialog.getByRole<HTMLButtonElement>("button", { name: /Book it/ });
  typed(dialog.getByLabelText("Account of part 1"), String(GROCERIES.id));
  typed(dialog.getByLabelText("Amount of part 1"), "10");
  typed(dialog.getByLabelText("Account of part 2"), String(TRAVEL.id));
  expect(dialog.getByRole("status").textContent).toBe("2.50 SGD left");
  expect(book.disabled).toBe(true);
  typed(dialog.getByLabelText("Amount of part 2"), "two");
  expect(dialog.getByRole("status").textContent).toContain("cannot be read");
  typed(dialog.getByLabelText("Amount of part 2"), "2");
  fireEvent.click(dialog.getByRole("button", { name: "Another part" }));
  typed(dialog.getByLabelText("Account of part 3"), String(FEES.id));
  typed(dialog.getByLabelText("Amount of part 3"), "0.50");
  expect(dialog.getByRole("status").textContent).toBe("All of it is divided");
  typed(dialog.getByLabelText("Description"), " Trip ");
  fireEvent.click(book);
  await waitFor(() => expect(posted(DECISIONS)).toHaveLength(1));
  const [{ actions }] = posted(DECISIONS) as [{ actions: Action[] }];
  // One step: the proposal is rejected and the line is booked, or neither.
  expect(actions).toMatchObject([{ action: "book", match_id: 6, line_id: 1, description: "Trip" }]);
  expect(actions[0]!.splits).toMatchObject([
    { account_id: GROCERIES.id, amount: "10" },
    { account_id: TRAVEL.id, amount: "2" },
    { account_id: FEES.id, amount: "0.50" },
  ]);
});

it("takes back a line that was booked instead of a proposal, and the rejection with it", async () => {
  const posted = await show();
  press("e");
  const account = screen.getByRole("dialog").querySelector("select")!;
  typed(account, String(TRAVEL.id));
  fireEvent.keyDown(account, { key: "Enter" });
  await waitFor(() => expect(posted(DECISIONS)).toHaveLength(1));
  await waitFor(() =>
    expect(screen.getByRole<HTMLButtonElement>("button", { name: /^Undo/ }).disabled).toBe(false),
  );
  press("u");
  await waitFor(() =>
    expect(posted(DECISIONS).at(-1)).toEqual({
      actions: [
        { action: "undo", match_id: 50 },
        { action: "undo", match_id: 6 },
      ],
    }),
  );
});

it("brings back a proposal whose line could not be booked otherwise, and says why", async () => {
  await show({ refusal: new Refusal(409, "The period is closed.") });
  press("e");
  const account = screen.getByRole("dialog").querySelector("select")!;
  typed(account, String(TRAVEL.id));
  fireEvent.keyDown(account, { key: "Enter" });
  expect((await screen.findByRole("alert")).textContent).toContain("The period is closed.");
  expect(current()!.textContent).toContain("BAKERY");
});

it("accepts everything that is picked in one go, and says where to book what is left over", async () => {
  const fee: QueueItem = { ...PROPOSAL, match: { ...MATCH, difference: "-0.50" } };
  const posted = await show({ items: [fee, { ...PROPOSAL, id: 7, match: { ...MATCH, id: 7 } }] });
  typed(screen.getByLabelText("Book the difference on"), String(FEES.id));
  press("x");
  press("ArrowDown");
  fireEvent.click(screen.getAllByRole("option")[1]!.querySelector("[aria-hidden]")!);
  press("ArrowUp");
  typed(screen.getByLabelText("Book the difference on"), String(FEES.id));
  fireEvent.click(screen.getByRole("button", { name: /^Accept 2/ }));
  const made = { action: "accept", fee_account_id: FEES.id };
  await waitFor(() =>
    expect(posted(DECISIONS)).toMatchObject([
      { actions: [{ ...made, match_id: 6 }, { ...made, match_id: 7 }] },
    ]),
  );
});

it("brings back all that it took away where the server cannot be reached", async () => {
  await show({ refusal: new Refusal(503, "The database is away.") });
  press("a");
  expect((await screen.findByRole("alert")).textContent).toContain("The database is away.");
  expect(waiting()).toHaveLength(2);
});

it("moves by key and by click, and tells which one keys act on", async () => {
  await show();
  press("j");
  press("j");
  expect(current()!.textContent).toContain("FERRY");
  press("k");
  expect(current()!.textContent).toContain("BAKERY");
  fireEvent.click(screen.getAllByRole("option")[1]!);
  expect(screen.getByRole("listbox").getAttribute("aria-activedescendant")).toBe(current()!.id);
});

it("offers entries near a line: one that fits is taken, one that is off says by how much", async () => {
  const posted = await show({ items: [LINE] });
  const near = within(await screen.findByRole("region", { name: "Entries near it" }));
  expect(near.getAllByRole("button")).toHaveLength(1);
  expect(near.queryByText("Opening balance")).toBeNull();
  expect(near.getByText("Island trip").closest("li")!.textContent).toContain("1.50 off");
  fireEvent.click(near.getByRole("button", { name: "It is Crossing" }));
  await waitFor(() =>
    expect(posted("/api/reconciliation/matches")).toEqual([{ line_ids: [2], entry_ids: [40] }]),
  );
});

it("says at the entries why the chosen one was refused", async () => {
  await show({ items: [LINE], refusal: new Refusal(409, "It is taken already.") });
  fireEvent.click(await screen.findByRole("button", { name: "It is Crossing" }));
  expect((await screen.findByRole("alert")).textContent).toContain("It is taken already.");
});

it("lists its keys, which do nothing while a dialog is open", async () => {
  const posted = await show();
  press("?");
  const dialog = screen.getByRole("dialog");
  expect(dialog.textContent).toContain("accept: take the proposal");
  press("a");
  fireEvent(dialog, new Event("cancel", { cancelable: true }));
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(posted(DECISIONS)).toEqual([]);
});

it("offers a rule that decisions suggest, and remembers a no", async () => {
  const posted = await show({ learned: [LEARNED] });
  expect(screen.getByText(/“ferry” went to Travel, 3 of 4 times/)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Make it a rule" }));
  const dialog = within(screen.getByRole("dialog"));
  expect(dialog.getByLabelText<HTMLInputElement>("These words").value).toBe("FERRY");
  expect(dialog.getByLabelText<HTMLSelectElement>("Are booked on").value).toBe(String(TRAVEL.id));
  fireEvent.click(dialog.getByRole("button", { name: "Cancel" }));
  fireEvent.click(screen.getByRole("button", { name: "No" }));
  await waitFor(() =>
    expect(posted("/api/review/rules/refusals")).toEqual([{ payee: "ferry", account_id: TRAVEL.id }]),
  );
});
