import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import type { Import } from "@/lib/schemas";
import { CASH, page } from "@/testing/books";
import { Refusal, renderPage, serve } from "@/testing/server";
import { ImportPage } from "./import-page";

vi.mock("next/navigation", () => ({
  useRouter: () => ({ push: vi.fn() }),
  useSearchParams: () => new URLSearchParams("id=7"),
}));

const COUNTS = { new: 2, duplicate: 1, similar: 0, left: 0, faults: 1, lost: 1 };

function imported(change: Partial<Import> = {}, difference = "0.00"): Import {
  return {
    id: 7,
    status: "preview",
    format: "csv",
    problem: "",
    file: { name: "march.csv", size: 900, sha256: "", uploaded_at: "2026-03-09T08:00:00Z" },
    created_at: "2026-03-09T08:00:00Z",
    read_at: null,
    committed_at: null,
    undone_at: null,
    statements: [
      {
        id: 3,
        identifier: "",
        told_currency: "SGD",
        account_id: CASH.id,
        currency: "SGD",
        first: "2026-03-01",
        last: "2026-03-09",
        opening: "10.00",
        closing: "5.00",
        moved: "-5.00",
        difference,
        line_count: 3,
      },
    ],
    counts: COUNTS,
    ...change,
  };
}

let found: Import;

beforeEach(() => {
  found = imported();
});

function open(more: Parameters<typeof serve>[0] = {}) {
  const sent = serve({
    "GET /api/accounts": () => page([CASH]),
    "GET /api/imports/7": () => found,
    "GET /api/imports/7/lines": () => ({ items: [], next: null }),
    "GET /api/imports/7/faults": () => ({
      items: [{ line: 4, message: "The date is not one.", text: "31.02.2026;x", lost: true }],
      total: 1,
      limit: 100,
      offset: 0,
    }),
    "POST /api/reconciliation/runs": () => ({}),
    "POST /api/imports/7/commit": () =>
      (found = imported({ status: "committed", committed_at: "2026-03-09T09:00:00Z" })),
    ...more,
  });
  renderPage(<ImportPage />);
  return sent;
}

const importButton = () => screen.findByRole<HTMLButtonElement>("button", { name: "Import 2 lines" });

it("shows a fault at its line, and imports the rest", async () => {
  const sent = open();
  expect(await screen.findByText("Line 4")).toBeTruthy();
  expect(screen.getByText(/The date is not one/).textContent).toContain("left out");
  await userEvent.click(await importButton());
  expect(await screen.findByText(/Next: say what its lines were for/)).toBeTruthy();
  expect(sent.find(({ what }) => what === "POST /api/imports/7/commit")?.body).toEqual({
    similar: null,
    accept_difference: false,
  });
});

it("asks first whose statement it is", async () => {
  const [statement] = found.statements;
  found = { ...found, statements: [{ ...statement!, account_id: null }] };
  open();
  expect((await importButton()).disabled).toBe(true);
  expect(screen.getByText("Say which account this is")).toBeTruthy();
});

it("takes an account that is added for the statement as its account", async () => {
  const [statement] = found.statements;
  found = { ...found, statements: [{ ...statement!, account_id: null, currency: null }] };
  const bank = { ...CASH, id: 12, name: "Bank" };
  const assigned = "PUT /api/imports/7/accounts";
  const sent = open({ "POST /api/accounts": () => bank, [assigned]: () => (found = imported()) });
  await userEvent.click(await screen.findByRole("button", { name: "New account" }));
  await userEvent.type(screen.getByLabelText("Name"), "Bank");
  await userEvent.click(screen.getByRole("button", { name: "Add account" }));
  await waitFor(async () => expect((await importButton()).disabled).toBe(false));
  expect(sent.find(({ what }) => what === "POST /api/accounts")?.body).toMatchObject({
    name: "Bank",
    currency: "SGD",
  });
  expect(sent.find(({ what }) => what === assigned)?.body).toEqual({
    accounts: [{ statement_id: 3, account_id: 12 }],
  });
});

it("offers a person without accounts the usual ones", async () => {
  const made: unknown[] = [];
  open({
    "GET /api/accounts": () => page(made.length > 0 ? [CASH] : []),
    "POST /api/accounts": ({ body }) => (made.push(body), CASH),
  });
  await userEvent.click(await screen.findByRole("button", { name: "Create 13 starter accounts" }));
  await screen.findByRole("option", { name: "1000 Cash (SGD)" });
  expect(screen.queryByText(/There is no account yet/)).toBeNull();
});

it("imports balances that do not add up only when a person says so", async () => {
  found = imported({}, "1.00");
  open();
  expect((await importButton()).disabled).toBe(true);
  await userEvent.click(screen.getByLabelText("Import it although its balances do not add up"));
  expect((await importButton()).disabled).toBe(false);
});

it("offers to undo an import with its matches, when alone it is refused", async () => {
  found = imported({ status: "committed", committed_at: "2026-03-09T09:00:00Z" });
  open({
    "POST /api/imports/7/undo": () => new Refusal(409, "2 lines are in the books."),
    "POST /api/reconciliation/imports/7/undo": () =>
      (found = imported({ status: "undone", undone_at: "2026-03-09T10:00:00Z" })),
  });
  await userEvent.click(await screen.findByRole("button", { name: "Undo import" }));
  await userEvent.click(screen.getAllByRole("button", { name: "Undo import" }).at(-1)!);
  await userEvent.click(await screen.findByRole("button", { name: "Undo it with its matches" }));
  await waitFor(() => expect(screen.getByText(/Your books are as they were/)).toBeTruthy());
});

it("tells how far the reading is, and goes on to the preview by itself", async () => {
  found = imported({ status: "reading" });
  open({
    "GET /api/imports/7/progress": () => ({ status: "reading", step: "reading", lines: 400, total: 900 }),
  });
  expect((await screen.findByText(/400 of 900 lines/)).getAttribute("role")).toBe("status");
  expect(screen.getByRole<HTMLProgressElement>("progressbar", { name: "Reading" }).value).toBe(400);
  found = imported();
  expect(await importButton()).toBeTruthy();
});

it("says why a file could not be read, and reads it again", async () => {
  found = imported({ status: "failed", problem: "The file ends in the middle." });
  open({ "POST /api/imports/7/retry": () => (found = imported()) });
  expect(await screen.findByText("The file ends in the middle.")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Read it again" }));
  expect(await importButton()).toBeTruthy();
});

it("says what to do with a file that is kept, and not read", async () => {
  found = imported({ status: "kept", format: "pdf" });
  open();
  expect(await screen.findByText(/Ask your bank for the same statement as CSV/)).toBeTruthy();
});

it("forgets a file only when a person confirms it, and says why it cannot", async () => {
  const sent = open({ "DELETE /api/imports/7": () => new Refusal(409, "It is being read.") });
  await userEvent.click(await screen.findByRole("button", { name: "Discard" }));
  expect(sent.some(({ what }) => what.startsWith("DELETE"))).toBe(false);
  await userEvent.click(screen.getByRole("button", { name: "Discard file" }));
  expect((await screen.findByText("It is being read.")).getAttribute("role")).toBe("alert");
});
