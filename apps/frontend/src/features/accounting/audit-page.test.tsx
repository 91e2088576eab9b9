import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { visit, visited } from "@/testing/address";
import { CASH, GROCERIES, page } from "@/testing/books";
import { Refusal, renderPage, serve } from "@/testing/server";
import { AuditPage } from "./audit-page";

vi.mock("next/navigation", () => import("@/testing/address"));

const WHO = { user_id: 1, source: "finance-report" };
const LINE = { account_id: GROCERIES.id, currency: "SGD", memo: "" };
const REWORDED = {
  id: 9,
  at: "2026-03-09T08:00:00Z",
  ...WHO,
  subject: "entry",
  subject_id: 7,
  action: "update",
  before: { description: "Shop", status: "draft" },
  after: { description: "Weekly shop", status: "draft" },
};
const LINES = {
  ...REWORDED,
  id: 8,
  subject: "lines",
  before: null,
  action: "insert",
  after: [
    { ...LINE, id: 1, amount: "12.5000", memo: "bread" },
    { ...LINE, id: 2, amount: "-12.5000", account_id: CASH.id },
  ],
};

beforeEach(() => visit("/audit"));

function open(audit: () => unknown = () => ({ items: [REWORDED, LINES], next_before: null })) {
  const sent = serve({
    "GET /api/audit": audit,
    "GET /api/accounts": () => page([CASH, GROCERIES]),
    "GET /api/auth/session": () => ({ user: { id: 1, name: "Ada", email: "a@b.c", base_currency: "SGD" } }),
  });
  renderPage(<AuditPage />);
  return sent;
}

const asked = (sent: { what: string }[]) => sent.filter(({ what }) => what.startsWith("GET /api/audit")).at(-1)?.what;

it("tells who changed what, with before and after", async () => {
  open();
  const [reworded, lines] = await screen.findAllByRole("listitem");
  expect(reworded!.textContent).toContain("Changed");
  expect(within(reworded!).getByText("Shop").tagName).toBe("DEL");
  expect(within(reworded!).getByText("Weekly shop").tagName).toBe("INS");
  expect(await within(reworded!).findByText(/Ada, finance-report/)).toBeTruthy();
  expect(reworded!.textContent).not.toContain("draft");
  const table = within(within(lines!).getByRole("table", { name: "Added" }));
  expect((await table.findByRole("row", { name: /Groceries/ })).textContent).toBe("Groceries bread12.50 SGD");
  expect(table.getByRole("row", { name: /Cash/ }).textContent).toBe("Cash−12.50 SGD");
});

it("asks for the history of the entry that the address names", async () => {
  visit("/audit?kind=entry&id=7");
  const sent = open();
  await screen.findAllByRole("listitem");
  expect(asked(sent)).toContain("subject=entry&subject=lines&subject_id=7");
  expect(screen.getByLabelText<HTMLInputElement>("Entry number").value).toBe("7");
});

it("filters by kind, account and day, and shows everything again", async () => {
  const sent = open();
  const user = userEvent.setup();
  await user.selectOptions(await screen.findByLabelText("Kind"), "Accounts");
  await user.selectOptions(await screen.findByLabelText("Account"), "5100 Groceries");
  const from = screen.getByLabelText("From");
  fireEvent.change(from, { target: { value: "2026-03-09" } });
  fireEvent.blur(from);
  await waitFor(() => expect(visited()).toBe("/audit?kind=account&id=2&from=2026-03-09"));
  await waitFor(() => expect(asked(sent)).toMatch(/subject=account&subject_id=2&since=2026-03-0/));
  await user.click(screen.getByRole("button", { name: "Show everything" }));
  expect(visited()).toBe("/audit");
});

it("takes an entry's number by Enter, and nothing that is none", async () => {
  visit("/audit?kind=entry");
  open();
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText("Entry number"), "12{Enter}");
  expect(visited()).toBe("/audit?kind=entry&id=12");
  await user.type(screen.getByLabelText("Entry number"), "x{Enter}");
  expect(visited()).toBe("/audit?kind=entry&id=12");
});

it("reads older changes when they are asked for", async () => {
  const sent = open(() =>
    asked(sent)?.includes("before=9")
      ? { items: [LINES], next_before: null }
      : { items: [REWORDED], next_before: 9 },
  );
  await userEvent.click(await screen.findByRole("button", { name: "More changes" }));
  await waitFor(() => expect(screen.getAllByRole("listitem")).toHaveLength(2));
  expect(screen.queryByRole("button", { name: "More changes" })).toBeNull();
});

it("says that nothing fits, or why nothing can be shown", async () => {
  visit("/audit?kind=rule");
  let down = false;
  open(() => (down ? new Refusal(503, "The database is down.") : { items: [], next_before: null }));
  expect(await screen.findByText("No change fits this filter.")).toBeTruthy();
  down = true;
  await userEvent.click(screen.getByRole("button", { name: "Show everything" }));
  expect((await screen.findByRole("alert")).textContent).toContain("The database is down.");
});
