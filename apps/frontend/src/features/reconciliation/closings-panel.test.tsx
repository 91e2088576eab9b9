import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { Closing } from "@/lib/schemas";
import { CASH } from "@/testing/books";
import { Refusal, renderPage, serve } from "@/testing/server";
import { ClosingsPanel } from "./closings-panel";

const CLOSED: Closing = {
  id: 4,
  account_id: CASH.id,
  currency: "SGD",
  statement_id: 9,
  first: "2026-03-01",
  last: "2026-03-31",
  opening: "100.00",
  closing: "87.50",
  lines: [{ line_id: 1, date: "2026-03-09", amount: "-12.50", text: "BAKERY", entry_ids: [31] }],
  closed_at: "2026-04-02T08:00:00Z",
  reopened_at: null,
  reason: "",
};

function show(items: Closing[]) {
  serve({ "GET /api/reconciliation/closings": () => ({ items }) });
  renderPage(<ClosingsPanel accounts={[CASH]} />);
}

it("shows what was locked, line by line, with the entries that explained it", async () => {
  show([CLOSED]);
  const record = within((await screen.findAllByRole("listitem"))[0]!);
  expect(record.getByText(CASH.name)).toBeTruthy();
  expect(record.getByText(/1 Mar 2026 – 31 Mar 2026/)).toBeTruthy();
  expect(record.getByText(/BAKERY/)).toBeTruthy();
  expect(record.getByRole("link", { name: "entry 31" }).getAttribute("href")).toBe(
    "/journal/entry?id=31",
  );
  expect(record.getByText("Locked")).toBeTruthy();
});

it("keeps the record of what was reopened, with the reason", async () => {
  show([{ ...CLOSED, reopened_at: "2026-04-03T08:00:00Z", reason: "A fee was missing" }]);
  expect(await screen.findByText(/A fee was missing/)).toBeTruthy();
  expect(screen.getByText("Reopened")).toBeTruthy();
});

it("says the next step while nothing is locked", async () => {
  show([]);
  expect(await screen.findByText("No statement is locked yet.")).toBeTruthy();
});

it("says why the records cannot be shown", async () => {
  serve({ "GET /api/reconciliation/closings": () => new Refusal(503, "The database is away.") });
  renderPage(<ClosingsPanel accounts={[CASH]} />);
  expect((await screen.findByRole("alert")).textContent).toContain("The database is away.");
});
