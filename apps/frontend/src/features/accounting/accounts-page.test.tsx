import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { account, balanceRow, CASH, GROCERIES, page } from "@/testing/books";
import { Refusal, renderPage, serve } from "@/testing/server";
import { AccountsPage } from "./accounts-page";

const CARD = account({ id: 20, code: "2000", name: "Card", type: "liability" });
const OLD = account({ id: 9, code: "1900", name: "Old bank", closed: true });
const BALANCE = {
  as_of: null,
  rows: [balanceRow(CASH, "1234.50", "0.00"), balanceRow(CARD, "0.00", "80.00")],
  totals: [],
};

function open(accounts = [CASH, GROCERIES, CARD, OLD], answers: Parameters<typeof serve>[0] = {}) {
  const sent = serve({
    "GET /api/accounts": () => page(accounts),
    "GET /api/trial-balance": () => BALANCE,
    ...answers,
  });
  renderPage(<AccountsPage />);
  return { sent, user: userEvent.setup() };
}

it("shows what stands on each account, what is owed as positive too, and leads to its lines", async () => {
  open();
  const assets = within(await screen.findByRole("region", { name: "Assets" }));
  expect(await assets.findAllByText("1,234.50")).toHaveLength(2);
  const debts = within(screen.getByRole("region", { name: "Liabilities" }));
  expect(debts.getAllByText("80.00")).toHaveLength(2);
  expect(debts.getByRole("link").getAttribute("href")).toBe("/accounts/register?id=20");
});

it("keeps closed accounts out of the way until they are asked for", async () => {
  const { user } = open();
  await user.click(await screen.findByRole("button", { name: "Show 1 closed" }));
  expect(screen.getByText("Old bank")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Hide closed" }));
  expect(screen.queryByText("Old bank")).toBeNull();
});

it("reopens an account, by keyboard", async () => {
  const { sent, user } = open([CASH, OLD], { "PATCH /api/accounts/9": () => OLD });
  await user.click(await screen.findByRole("button", { name: "Show 1 closed" }));
  screen.getByRole("button", { name: "Change Old bank" }).focus();
  await user.keyboard("{Enter}");
  await user.click(screen.getByRole("button", { name: "Reopen account" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(sent.find(({ what }) => what.startsWith("PATCH"))?.body).toEqual({ closed: false });
});

it("says how to begin where there are none", async () => {
  open([]);
  expect(await screen.findByRole("button", { name: "Create starter accounts" })).toBeTruthy();
});

it("says why accounts cannot be shown", async () => {
  open([], { "GET /api/accounts": () => new Refusal(503, "The database is down.") });
  expect((await screen.findByRole("alert")).textContent).toContain("The database is down.");
});
