import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { visit, visited } from "@/testing/address";
import {
  categories,
  incomeStatement,
  LACKING,
  netWorth,
  row,
  section,
  VALUED,
} from "@/testing/reports";
import { Refusal, renderPage, serve } from "@/testing/server";
import { ReportsPage } from "./reports-page";

vi.mock("next/navigation", () => import("@/testing/address"));

const BALANCE_SHEET = {
  ...VALUED,
  as_of: "2026-03-31",
  assets: section(
    "1105.60",
    row(10, "Bank", "1000.00"),
    row(11, "Yen purse", "12000", { currency: "JPY", value: "105.60", total: "105.60", depth: 1 }),
    row(12, "Rouble jar", "5.00", { currency: "RUB", value: null }),
  ),
  liabilities: section("0.00"),
  equity: section("900.00", row(30, "Opening balances", "900.00")),
  earnings: "210.00",
  earnings_report: "",
  exchange_differences: "-4.40",
  net_worth: "1105.60",
};
const CASH_FLOW = {
  ...VALUED,
  first: "2026-03-01",
  last: "2026-03-31",
  opening: "100.00",
  operating: section("50.00", row(51, "Groceries", "-50.00")),
  investing: section("0.00"),
  financing: section("0.00"),
  exchange_differences: "0.00",
  closing: "50.00",
};
const REPORTS = {
  "GET /api/reports/income-statement": () => incomeStatement() as unknown,
  "GET /api/reports/balance-sheet": () => BALANCE_SHEET,
  "GET /api/reports/cash-flow": () => CASH_FLOW,
  "GET /api/reports/categories": () => categories(),
  "GET /api/reports/net-worth": () => netWorth("1000.00", "1105.60"),
};
const MARCH = "from=2026-03-01&to=2026-03-31";

function open(report: string, answers: Partial<typeof REPORTS> = {}) {
  visit(`/reports?report=${report}&${MARCH}`);
  const sent = serve({ ...REPORTS, ...answers });
  renderPage(<ReportsPage />);
  return sent;
}

const link = (name: string) => screen.findByRole<HTMLAnchorElement>("link", { name });
const leadsTo = async (name: string) => (await link(name)).getAttribute("href");

beforeEach(() => visit("/reports"));

describe("each figure leads down", () => {
  it("from the income statement to the account's lines of that time", async () => {
    open("income-statement");
    expect(await leadsTo("Groceries")).toBe(`/accounts/register?id=51&${MARCH}`);
    expect(screen.getByRole("row", { name: /Kept, in SGD/ }).textContent).toContain("5,949.50");
  });

  it("from the balance sheet to balances, and to what was earned", async () => {
    open("balance-sheet");
    expect(await leadsTo("Yen purse")).toBe("/accounts/register?id=11&to=2026-03-31");
    expect(await leadsTo("Earned and kept")).toBe(`/reports?report=income-statement&${MARCH}`);
  });

  it("from a month of a category to its lines", async () => {
    open("categories");
    const cell = await link("50.25");
    expect(cell.getAttribute("href")).toBe(`/accounts/register?id=51&${MARCH}`);
  });

  it("from the worth of a month to its balance sheet", async () => {
    open("net-worth");
    expect(await leadsTo("28 Feb 2026")).toBe("/reports?report=balance-sheet&to=2026-02-28");
  });
});

it("shows a foreign balance beside its value, and says where there is no rate", async () => {
  open("balance-sheet");
  const yen = await screen.findByRole("row", { name: /Yen purse/ });
  expect(yen.textContent).toBe("Yen purse 12,000 JPY105.60");
  expect(screen.getByRole("row", { name: /Rouble jar/ }).textContent).toContain("no rate");
  expect(screen.getByRole("row", { name: /What exchange rates did/ }).textContent).toContain("−4.40");
});

it("tells which rates are missing, once for a currency, and where to enter them", async () => {
  open("income-statement", {
    "GET /api/reports/income-statement": () => incomeStatement(LACKING),
  });
  const notice = await screen.findByText(/Amounts in JPY are in no total/);
  expect(notice.textContent).toContain("no rate to SGD on 31 Mar 2026");
  expect(await leadsTo("Enter rates")).toBe("/settings?part=rates");
});

it("sums the categories of each month, and marks months without any", async () => {
  open("categories");
  await link("50.25");
  const totals = screen.getAllByRole("row", { name: /^Total/ }).map(({ textContent }) => textContent);
  expect(totals).toEqual(["Total7,200.007,200.0014,400.00", "Total100.002,450.252,550.25"]);
  expect(screen.getByRole("row", { name: /Rent/ }).textContent).toBe("Rent–2,400.002,400.00");
});

it("says that nothing was earned or spent", async () => {
  open("categories", { "GET /api/reports/categories": () => ({ ...categories(), rows: [] }) });
  expect(await screen.findByText("Nothing was earned or spent in this time.")).toBeTruthy();
});

it("says why a report cannot be shown, and tries again", async () => {
  let down = true;
  open("cash-flow", {
    "GET /api/reports/cash-flow": () =>
      (down ? new Refusal(503, "The database is down.") : CASH_FLOW) as typeof CASH_FLOW,
  });
  expect((await screen.findByRole("alert")).textContent).toContain("The database is down.");
  down = false;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  const ends = await screen.findByRole("row", { name: /Cash on 31 Mar 2026/ });
  expect(ends.textContent).toContain("50.00");
  expect(screen.getByRole("row", { name: "Groceries −50.00" })).toBeTruthy();
});

describe("the period", () => {
  it("stays when another report is chosen", async () => {
    open("income-statement");
    expect(await leadsTo("Balance sheet")).toBe(`/reports?report=balance-sheet&${MARCH}`);
  });

  it("is a usual one, or any two days that are in order", async () => {
    const sent = open("income-statement");
    const from = await screen.findByLabelText("From");
    fireEvent.change(from, { target: { value: "2026-04-01" } });
    fireEvent.blur(from);
    expect(visited()).toContain("from=2026-03-01");
    fireEvent.change(from, { target: { value: "2026-01-15" } });
    fireEvent.blur(from);
    expect(visited()).toBe("/reports?report=income-statement&from=2026-01-15&to=2026-03-31");
    await waitFor(() => expect(sent.at(-1)?.what).toContain("from=2026-01-15"));
    await userEvent.selectOptions(screen.getByLabelText("Period"), "Last 12 months");
    expect(visited()).not.toContain("2026-01-15");
  });
});

it("exports what is shown, and all of the books, by keyboard", async () => {
  open("balance-sheet");
  const user = userEvent.setup();
  (await screen.findByRole("button", { name: "Export" })).focus();
  await user.keyboard("{Enter}");
  const items = within(await screen.findByRole("menu")).getAllByRole("menuitem");
  expect(items.map((item) => [item.textContent, item.getAttribute("href")])).toEqual([
    ["This report as CSV", `/api/exports/report?report=balance-sheet&${MARCH}&format=csv`],
    ["This report as PDF", `/api/exports/report?report=balance-sheet&${MARCH}&format=pdf`],
    ["This report as JSON", "/api/reports/balance-sheet?as_of=2026-03-31"],
    ["The whole journal as CSV", "/api/exports/journal.csv"],
    ["The books in Beancount", "/api/exports/books.beancount"],
  ]);
});
