import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { visit } from "@/testing/address";
import { CASH, entry, GROCERIES, page } from "@/testing/books";
import { Refusal, renderPage, serve } from "@/testing/server";
import { EntryPage } from "./entry-page";

vi.mock("next/navigation", () => import("@/testing/address"));

const LINE = { id: 4, date: "2026-03-09", text: "KOPITIAM 0042", amount: "-12.50", currency: "SGD" };

beforeEach(() => visit("/journal/entry?id=7"));

function open(answers: Parameters<typeof serve>[0] = {}) {
  const sent = serve({
    "GET /api/accounts": () => page([CASH, GROCERIES]),
    "GET /api/entries/7": () => entry(),
    "GET /api/entries/7/statement-lines": () => [LINE],
    ...answers,
  });
  renderPage(<EntryPage />);
  return sent;
}

it("leads from an entry down to what the bank said, and to its history", async () => {
  open();
  const said = within(await screen.findByRole("region", { name: "What the bank said" }));
  const line = await said.findByRole("link", { name: /KOPITIAM 0042/ });
  expect(line.getAttribute("href")).toBe("/statements/line?id=4");
  expect(line.textContent).toContain("−12.50");
  const history = screen.getByRole("link", { name: "History of this entry" });
  expect(history.getAttribute("href")).toBe("/audit?kind=entry&id=7");
});

it("says that an entry was written by hand", async () => {
  open({ "GET /api/entries/7/statement-lines": () => [] });
  expect(await screen.findByText(/it was entered by hand/)).toBeTruthy();
});

it("says that there is no such entry", async () => {
  open({ "GET /api/entries/7": () => new Refusal(404, "There is no entry 7.") });
  const panel = within(await screen.findByRole("region", { name: "Debits and credits" }));
  expect((await panel.findByRole("alert")).textContent).toContain("There is no entry 7.");
});

it("takes the entry back, and shows that it is", async () => {
  let isReversed = false;
  const sent = open({
    "GET /api/entries/7": () => entry(isReversed ? { status: "reversed", reversed_by_id: 8 } : {}),
    "POST /api/entries/7/reverse": () => {
      isReversed = true;
      return entry({ id: 8, reverses_id: 7 });
    },
  });
  await userEvent.click(await screen.findByRole("button", { name: "Reverse Weekly shop" }));
  await userEvent.click(screen.getByRole("button", { name: "Reverse entry" }));
  expect(await screen.findByText("Reversed")).toBeTruthy();
  await waitFor(() => expect(screen.queryByRole("button", { name: /^Reverse/ })).toBeNull());
  expect(sent.some(({ what }) => what === "POST /api/entries/7/reverse")).toBe(true);
});
