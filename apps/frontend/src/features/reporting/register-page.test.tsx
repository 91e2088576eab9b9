import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { visit } from "@/testing/address";
import { register, registerLine } from "@/testing/reports";
import { Refusal, renderPage, serve } from "@/testing/server";
import { RegisterPage } from "./register-page";

vi.mock("next/navigation", () => import("@/testing/address"));

function open(query: string, answer: (asked: string) => unknown) {
  visit(`/accounts/register?id=2${query}`);
  const sent = serve({ "GET /api/accounts/2/register": ({ what }) => answer(what) });
  renderPage(<RegisterPage />);
  return sent;
}

it("leads from a line to its entry, and to what the bank said", async () => {
  const line = registerLine({ statement_lines: [{ line_id: 4 }] as never, memo: "bread" });
  open("", () => register({ lines: [line] }));
  const row = await screen.findByRole("row", { name: /Weekly shop/ });
  const links = within(row).getAllByRole("link");
  expect(links.map((link) => link.getAttribute("href"))).toEqual([
    "/journal/entry?id=7",
    "/statements/line?id=4",
  ]);
  expect(row.textContent).toContain("bread");
});

it("says which dates are shown, with what stood before and after them", async () => {
  const sent = open("&from=2026-03-01&to=2026-03-31", () => register());
  expect(await screen.findByText("Balance on 31 Mar 2026")).toBeTruthy();
  expect(screen.getByText(/Before 1 Mar 2026/).textContent).toContain("100.00");
  expect(sent[0]?.what).toContain("from=2026-03-01&to=2026-03-31");
  expect(screen.getByRole("link", { name: "all dates" }).getAttribute("href")).toBe(
    "/accounts/register?id=2",
  );
});

it("marks what was reversed, and what is owed", async () => {
  const line = registerLine({ status: "reversed", amount: "-12.50", balance: "-1234.50" });
  open("", () => register({ lines: [line], closing: "-1234.50" }));
  const row = await screen.findByRole("row", { name: /Weekly shop/ });
  expect(within(row).getByText("Reversed")).toBeTruthy();
  expect(row.textContent).toContain("−1,234.50");
});

it("reads older lines when they are asked for", async () => {
  const sent = open("", (asked) =>
    asked.includes("after=x")
      ? register({ lines: [registerLine({ line_id: 2, description: "Older shop" })] })
      : register({ next: "x" }),
  );
  await userEvent.click(await screen.findByRole("button", { name: "More lines" }));
  expect(await screen.findByText("Older shop")).toBeTruthy();
  expect(screen.getByText("Weekly shop")).toBeTruthy();
  await waitFor(() => expect(sent).toHaveLength(2));
});

it("says the next step where nothing is posted, and that a time is empty", async () => {
  open("", () => register({ lines: [] }));
  expect(await screen.findByText("Nothing is posted here yet.")).toBeTruthy();
  expect(screen.getByRole("link", { name: "journal" }).getAttribute("href")).toBe("/journal");
});

it("says why the register cannot be shown", async () => {
  open("", () => new Refusal(404, "There is no account 2."));
  expect((await screen.findByRole("alert")).textContent).toContain("There is no account 2.");
});

it("asks which account, where the address does not say", () => {
  visit("/accounts/register");
  const sent = serve({});
  renderPage(<RegisterPage />);
  expect(screen.getByText("Which account?")).toBeTruthy();
  expect(screen.getByRole("link", { name: "accounts" }).getAttribute("href")).toBe("/accounts");
  expect(sent).toEqual([]);
});
