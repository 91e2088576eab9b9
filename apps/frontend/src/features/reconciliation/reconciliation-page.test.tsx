import { screen } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import type { Standing } from "@/lib/schemas";
import { visit } from "@/testing/address";
import { CASH, page } from "@/testing/books";
import { Refusal, renderPage, serve } from "@/testing/server";
import { ReconciliationPage } from "./reconciliation-page";

vi.mock("next/navigation", () => import("@/testing/address"));

const MARCH: Standing = {
  statement_id: 9,
  import_id: 5,
  account_id: CASH.id,
  first: "2026-03-01",
  last: "2026-03-31",
  opening: "100.00",
  closing: "82.50",
  currency: "SGD",
  lines: 2,
  ticked: 1,
  proposed: 1,
  closing_id: null,
};

beforeEach(() => visit("/reconciliation"));

function show(items: readonly Standing[] | Refusal) {
  serve({
    "GET /api/accounts": () => page([CASH]),
    "GET /api/reconciliation/statements": () => (items instanceof Refusal ? items : { items }),
    "GET /api/reconciliation/closings": () => ({ items: [] }),
  });
  renderPage(<ReconciliationPage />);
}

it("tells of each statement how far it is, and leads to its workbench", async () => {
  const ready = { ...MARCH, statement_id: 10, ticked: 2, proposed: 0 };
  show([MARCH, ready, { ...ready, statement_id: 11, closing_id: 3 }]);
  const rows = await screen.findAllByRole("link", { name: /ticked/ });
  expect(rows.map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/1 of 2 ticked, 1 proposed.*82\.50.*Open$/),
    expect.stringMatching(/2 of 2 ticked.*Ready to lock$/),
    expect.stringMatching(/Locked$/),
  ]);
  expect(rows[1]!.getAttribute("href")).toBe("/reconciliation?statement=10");
});

it("says the next step where no statement waits", async () => {
  show([]);
  expect((await screen.findByRole("link", { name: "Upload a statement" })).getAttribute("href")).toBe(
    "/statements",
  );
});

it("opens the workbench that the address names", async () => {
  visit("/reconciliation?statement=12");
  show([MARCH]);
  expect((await screen.findByRole("alert")).textContent).toContain("statements/12");
});

it("says why statements cannot be shown", async () => {
  show(new Refusal(503, "The database is away."));
  expect((await screen.findByRole("alert")).textContent).toContain("The database is away.");
});
