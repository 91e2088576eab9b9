import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { CASH, GROCERIES, page } from "@/testing/books";
import { Refusal, renderPage, serve } from "@/testing/server";
import { ReviewPage } from "./review-page";

const EMPTY = { items: [], total: 0, matches: 0, lines: 0, rule_suggestions: [], next: null };

function show(run: unknown) {
  serve({
    "GET /api/accounts": () => page([CASH, GROCERIES]),
    "GET /api/review/queue": () => EMPTY,
    "POST /api/reconciliation/runs": () => run,
  });
  renderPage(<ReviewPage />);
  return userEvent.click(screen.getByRole("button", { name: "Match again" }));
}

it("says what matching again brought, for one line", async () => {
  await show({ lines: 1, accepted: 1, proposed: 0 });
  const said = await screen.findByText(/Of 1 open line/);
  expect(said.textContent).toBe("Of 1 open line, 1 was matched and 0 are proposed to you.");
});

it("says it for many", async () => {
  await show({ lines: 1200, accepted: 3, proposed: 1 });
  const said = await screen.findByText(/open lines/);
  expect(said.textContent).toBe("Of 1,200 open lines, 3 were matched and 1 is proposed to you.");
});

it("says why it could not match, and what to do where nothing waits", async () => {
  await show(new Refusal(503, "The database is away."));
  expect((await screen.findByRole("alert")).textContent).toContain("The database is away.");
  expect(screen.getByText("Nothing waits for you")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Reconcile" }).getAttribute("href")).toBe("/reconciliation");
});
