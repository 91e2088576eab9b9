import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { CASH, entry, page } from "@/testing/books";
import { incomeStatement, LACKING, netWorth, section } from "@/testing/reports";
import { Refusal, renderPage, serve } from "@/testing/server";
import { Dashboard } from "./dashboard";

const QUEUE = { items: [], total: 0, matches: 0, lines: 0, rule_suggestions: [], next: null };
const BOOKS = {
  "GET /api/accounts": () => page([CASH]),
  "GET /api/reports/net-worth": () => netWorth("1000.00", "1350.75") as unknown,
  "GET /api/reports/income-statement": () => incomeStatement() as unknown,
  "GET /api/imports": () => ({ items: [], next: null }) as unknown,
  "GET /api/review/queue": () => QUEUE as unknown,
};

function open(answers: Partial<typeof BOOKS> & Record<string, () => unknown> = {}) {
  const sent = serve({ ...BOOKS, ...answers });
  renderPage(<Dashboard />);
  return sent;
}

const part = async (name: RegExp | string) => within(await screen.findByRole("region", { name }));
const asked = (sent: { what: string }[], what: string) =>
  sent.filter((each) => each.what.startsWith(`GET /api/reports/${what}`)).at(-1)?.what;

describe("books without accounts", () => {
  const answers = { "GET /api/accounts": () => page<typeof CASH>([]) };

  it("offer three ways to begin", async () => {
    open(answers);
    const statements = await screen.findByRole("link", { name: "Upload a statement" });
    expect(statements.getAttribute("href")).toBe("/statements");
    expect(screen.getByRole("link", { name: "Create accounts" }).getAttribute("href")).toBe("/journal");
  });

  it("are filled by the demonstration in one click, or say why not", async () => {
    let accounts: (typeof CASH)[] = [];
    let down = true;
    open({
      "GET /api/accounts": () => page(accounts),
      "POST /api/demo": () => {
        if (down) return new Refusal(409, "Your books are not empty.");
        accounts = [CASH];
        return {};
      },
    });
    const load = await screen.findByRole("button", { name: "Load demo data" });
    await userEvent.click(load);
    expect((await screen.findByRole("alert")).textContent).toContain("not empty");
    down = false;
    await userEvent.click(screen.getByRole("button", { name: "Load demo data" }));
    expect(await screen.findByRole("heading", { name: "Overview" })).toBeTruthy();
  });
});

it("shows what is owned and what the month did, each figure leading to its report", async () => {
  open();
  const worth = (await screen.findByText("1,350.75")).closest("dd");
  expect(worth?.textContent).toContain("+350.75 since last month");
  const figure = (name: string) => screen.getByRole("link", { name }).closest("div")?.textContent;
  await waitFor(() => expect(figure("Income")).toBe("Income7,200.00"));
  expect(figure("Spending")).toBe("Spending1,250.50");
  expect(figure("Kept")).toBe("Kept5,949.50");
  expect(screen.getByRole("link", { name: "Kept" }).getAttribute("href")).toContain("report=cash-flow");
});

it("goes back month by month, and not into the future", async () => {
  const sent = open();
  const after = await screen.findByRole<HTMLButtonElement>("button", { name: "Month after" });
  expect(after.disabled).toBe(true);
  await waitFor(() => expect(asked(sent, "income-statement")).toBeTruthy());
  const now = asked(sent, "income-statement");
  await userEvent.click(screen.getByRole("button", { name: "Month before" }));
  await waitFor(() => expect(asked(sent, "income-statement")).not.toBe(now));
  expect(after.disabled).toBe(false);
});

it("lists where the month's money came from and went, with the way to the lines", async () => {
  open();
  const inwards = await part("In");
  expect(inwards.getByRole("link", { name: "Salary" }).getAttribute("href")).toMatch(
    /^\/accounts\/register\?id=40&from=.*-01&to=/,
  );
  const outwards = await part("Out");
  expect(outwards.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
    "Groceries1,250.50",
    "Kept5,949.50",
  ]);
});

it("says the next step of a month in which nothing moved", async () => {
  const still = { income: section("0.00"), expenses: section("0.00"), net: "0.00" };
  open({ "GET /api/reports/income-statement": () => incomeStatement(still) });
  expect(await screen.findByText(/Nothing was earned or spent in/)).toBeTruthy();
});

it("leads from a month without anything to the latest with something", async () => {
  const still = { income: section("0.00"), expenses: section("0.00"), net: "0.00" };
  const sent = open({
    "GET /api/reports/income-statement": () => incomeStatement(still),
    "GET /api/entries": () => page([entry({ date: "2019-03-09" })]),
  });
  await userEvent.click(await screen.findByRole("button", { name: "Show March 2019" }));
  await waitFor(() => expect(sent.some(({ what }) => what.includes("from=2019-03-01"))).toBe(true));
  expect(screen.queryByRole("button", { name: /^Show/ })).toBeNull();
});

it("says that totals lack rates", async () => {
  open({ "GET /api/reports/net-worth": () => ({ ...netWorth("1.00"), ...LACKING }) });
  expect(await screen.findByText(/Amounts in JPY are in no total/)).toBeTruthy();
});

describe("what waits", () => {
  const imported = (id: number, name: string, status: string) => ({ id, status, file: { name } });

  it("is counted, the decisions first, and leads to where it is done", async () => {
    open({
      "GET /api/review/queue": () => ({ ...QUEUE, total: 12 }),
      "GET /api/imports": () => ({
        items: [
          imported(3, "march.csv", "mapping"),
          imported(4, "april.csv", "committed"),
          imported(5, "may.ofx", "failed"),
        ],
        next: null,
      }),
    });
    const panel = await part("Waiting for you");
    await panel.findByText("12");
    const links = panel.getAllByRole("link");
    expect(links.map((link) => [link.textContent, link.getAttribute("href")])).toEqual([
      ["12 to reviewDecide", "/review"],
      ["march.csvConfirm its columns", "/statements/import?id=3"],
      ["may.ofxCould not be read", "/statements/import?id=5"],
    ]);
  });

  it("is nothing, and then the next statement is", async () => {
    open();
    const panel = await part("Waiting for you");
    expect(await panel.findByText("Nothing waits.")).toBeTruthy();
    expect(panel.getByRole("link").getAttribute("href")).toBe("/statements");
  });

  it("is told apart from what cannot be known", async () => {
    open({ "GET /api/imports": () => new Refusal(503, "The database is down.") });
    const panel = await part("Waiting for you");
    expect((await panel.findByRole("alert")).textContent).toContain("The database is down.");
    expect(panel.queryByText("Nothing waits.")).toBeNull();
  });
});
