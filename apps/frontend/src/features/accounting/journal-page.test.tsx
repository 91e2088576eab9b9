import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { account, CASH, entry, GROCERIES, page } from "@/testing/books";
import { Refusal, renderPage, serve } from "@/testing/server";
import { JournalPage } from "./journal-page";

const AMOUNTS = { debit: "0.00", credit: "0.00", currency: "SGD" };
const BALANCE = {
  as_of: null,
  rows: [
    { ...CASH, ...AMOUNTS, account_id: CASH.id, credit: "1234.50" },
    { ...GROCERIES, ...AMOUNTS, account_id: GROCERIES.id, debit: "1234.50" },
  ],
  totals: [{ currency: "SGD", debit: "1234.50", credit: "1234.50" }],
};

const BOOKS = {
  "GET /api/accounts": () => page([CASH, GROCERIES]),
  "GET /api/entries": () => page([entry()]),
  "GET /api/trial-balance": () => BALANCE,
};

const part = (name: string) => screen.findByRole("region", { name });
const cells = (row: HTMLElement) => [...row.children].map((cell) => cell.textContent);

describe("JournalPage", () => {
  it("offers a chart of accounts where there are none", async () => {
    serve({ "GET /api/accounts": () => page([]) });
    renderPage(<JournalPage />);
    expect(await screen.findByRole("button", { name: "Create starter accounts" })).toBeTruthy();
  });

  it("says why the books cannot be shown, and tries again", async () => {
    let down = true;
    serve({
      ...BOOKS,
      "GET /api/accounts": () => (down ? new Refusal(503, "The database is down.") : page([CASH])),
    });
    renderPage(<JournalPage />);
    expect((await screen.findByRole("alert")).textContent).toContain("The database is down.");
    down = false;
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(await part("Accounts")).toBeTruthy();
  });

  it("shows each debit before its credits", async () => {
    serve(BOOKS);
    renderPage(<JournalPage />);
    const table = within(await part("Entries"));
    const rows = await table.findAllByRole("row");
    expect(rows.slice(2).map(cells)).toEqual([
      ["5100Groceries", "12.50", ""],
      ["1000Cash", "", "12.50"],
    ]);
  });

  it("shows the trial balance with its sums", async () => {
    serve(BOOKS);
    renderPage(<JournalPage />);
    const table = within(await part("Trial balance"));
    expect(cells(await table.findByRole("row", { name: /Total/ }))).toEqual([
      "Total SGD",
      "1,234.50",
      "1,234.50",
    ]);
  });

  it("asks for the trial balance of another date", async () => {
    const requests = serve(BOOKS);
    renderPage(<JournalPage />);
    await userEvent.type(within(await part("Trial balance")).getByLabelText("As of"), "2026-01-31");
    await waitFor(() =>
      expect(requests.map(({ what }) => what)).toContain("GET /api/trial-balance?as_of=2026-01-31"),
    );
  });

  it("shows the entries of one account, and of all again", async () => {
    const requests = serve(BOOKS);
    renderPage(<JournalPage />);
    const user = userEvent.setup();
    await user.click(within(await part("Accounts")).getByRole("button", { name: "1000 Cash" }));
    await waitFor(() => expect(requests.at(-1)?.what).toContain("account_id=1"));
    await user.click(await screen.findByRole("button", { name: "Stop filtering by Cash" }));
    expect(screen.queryByRole("button", { name: "Stop filtering by Cash" })).toBeNull();
  });

  it("begins on the first page again when the filter changes", async () => {
    const requests = serve({ ...BOOKS, "GET /api/entries": () => page([entry()], 60) });
    renderPage(<JournalPage />);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Older" }));
    await waitFor(() => expect(requests.at(-1)?.what).not.toContain("offset=0"));
    await user.selectOptions(screen.getByLabelText("Show entries"), "Drafts");
    await waitFor(() => expect(requests.at(-1)?.what).toMatch(/offset=0&status=draft/));
  });

  it("searches when the typing pauses, not at every key", async () => {
    const requests = serve(BOOKS);
    renderPage(<JournalPage />);
    const search = await screen.findByLabelText("Search entries");
    for (const value of ["r", "re", "ren", "rent"]) fireEvent.change(search, { target: { value } });
    await waitFor(() => expect(requests.at(-1)?.what).toContain("q=rent"));
    expect(requests.filter(({ what }) => what.includes("q="))).toHaveLength(1);
  });

  it("gives the focus back when the form is closed", async () => {
    serve(BOOKS);
    renderPage(<JournalPage />);
    await userEvent.click(await screen.findByRole("button", { name: "New entry" }));
    expect(document.activeElement).toBe(screen.getByLabelText("Description"));
    await userEvent.click(screen.getByRole("button", { name: "Close" }));
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "New entry" }));
  });

  it("adds an account, and says at the field what is missing", async () => {
    const requests = serve({
      ...BOOKS,
      "POST /api/accounts": () => account({ id: 5, name: "Bank" }),
    });
    renderPage(<JournalPage />);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Add account" }));
    const dialog = within(screen.getByRole("dialog", { name: "Add account" }));
    await user.click(dialog.getByRole("button", { name: "Add account" }));
    expect(await dialog.findByText("Give the account a name")).toBeTruthy();
    await user.type(dialog.getByLabelText("Name"), "Bank");
    await user.selectOptions(dialog.getByLabelText("Part of"), "1000 Cash");
    await user.click(dialog.getByRole("button", { name: "Add account" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(requests.find(({ what }) => what === "POST /api/accounts")?.body).toEqual({
      code: "1100",
      name: "Bank",
      type: "asset",
      currency: "SGD",
      parent_id: CASH.id,
      cash: true,
    });
  });

  it("closes an account", async () => {
    const requests = serve({ ...BOOKS, "PATCH /api/accounts/1": () => account({ closed: true }) });
    renderPage(<JournalPage />);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Change Cash" }));
    await user.click(screen.getByRole("button", { name: "Close account" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(requests.find(({ what }) => what.startsWith("PATCH"))?.body).toEqual({ closed: true });
  });
});
