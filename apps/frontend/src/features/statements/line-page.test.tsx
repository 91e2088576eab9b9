import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import type { StatementLineDetail } from "@/lib/schemas";
import { visit } from "@/testing/address";
import { CASH, entry, page } from "@/testing/books";
import { Refusal, renderPage, serve } from "@/testing/server";
import { LinePage } from "./line-page";

vi.mock("next/navigation", () => import("@/testing/address"));

const LINE: StatementLineDetail = {
  id: 4,
  account_id: CASH.id,
  date: "2026-03-09",
  value_date: "2026-03-10",
  amount: "-12.50",
  currency: "SGD",
  text: "BAKERY",
  bank_id: "F-77",
  entry_ids: [7],
  sightings: [
    { import_id: 5, statement_id: 9, number: 12, file_name: "march.csv", committed_at: null },
    { import_id: 6, statement_id: 10, number: 3, file_name: "spring.csv", committed_at: null },
  ],
};

beforeEach(() => visit("/statements/line?id=4"));

function show(line: StatementLineDetail | Refusal) {
  serve({
    "GET /api/accounts": () => page([CASH]),
    "GET /api/statement-lines/4": () => line,
    "GET /api/entries/7": () => entry(),
  });
  renderPage(<LinePage />);
}

const target = async (name: RegExp | string) =>
  (await screen.findByRole("link", { name })).getAttribute("href");

it("leads from a line to each file that tells of it, and to its entry", async () => {
  show(LINE);
  expect(await target("march.csv")).toBe("/statements/import?id=5");
  expect(await target("spring.csv")).toBe("/statements/import?id=6");
  expect(screen.getByText("line 12")).toBeTruthy();
  expect(await target(/^Weekly shop/)).toBe("/journal/entry?id=7");
  expect(screen.getByText(/value of .*the bank's id F-77/)).toBeTruthy();
});

it("leads to review where no entry explains the line", async () => {
  show({ ...LINE, entry_ids: [], text: "", value_date: LINE.date, bank_id: "" });
  expect(await target("Review what waits")).toBe("/review");
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("A line without words");
  await waitFor(() => expect(screen.queryByText(/value of/)).toBeNull());
});

it("says why a line cannot be shown", async () => {
  show(new Refusal(404, "There is no line 4."));
  expect((await screen.findByRole("alert")).textContent).toContain("There is no line 4.");
});
