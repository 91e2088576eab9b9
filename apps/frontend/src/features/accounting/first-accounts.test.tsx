import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { NewAccount } from "@/lib/api";
import type { Account } from "@/lib/schemas";
import { account, page } from "@/testing/books";
import { Refusal, renderPage, serve, type Sent } from "@/testing/server";
import { JournalPage } from "./journal-page";
import { STARTER_SIZE } from "./starter-chart";

const CREATE = "POST /api/accounts";
const EMPTY = { "GET /api/accounts": () => page([]) };
const created = (requests: readonly Sent[]) =>
  requests.filter(({ what }) => what === CREATE).map(({ body }) => body as NewAccount);
const begin = async () =>
  userEvent.click(await screen.findByRole("button", { name: "Create starter accounts" }));

it("creates a whole chart in the chosen currency with one click", async () => {
  const requests = serve({ ...EMPTY, [CREATE]: () => account() });
  renderPage(<JournalPage />);
  const currency = await screen.findByLabelText("Currency");
  await userEvent.clear(currency);
  await userEvent.type(currency, "eur");
  await begin();
  await waitFor(() => expect(created(requests)).toHaveLength(STARTER_SIZE));
  const accounts = created(requests);
  expect(new Set(accounts.map(({ code }) => code)).size).toBe(STARTER_SIZE);
  expect(new Set(accounts.map(({ type }) => type)).size).toBe(5);
  expect(new Set(accounts.map((each) => each.currency))).toEqual(new Set(["EUR"]));
});

it("says why the chart could not be created", async () => {
  serve({ ...EMPTY, [CREATE]: () => new Refusal(422, "'XYZ' is not an ISO 4217 currency") });
  renderPage(<JournalPage />);
  await begin();
  expect((await screen.findByRole("alert")).textContent).toContain("ISO 4217");
});

it("creates the rest after a failure half way, and nothing twice", async () => {
  const stored: Account[] = [];
  let isFailing = true;
  const requests = serve({
    "GET /api/accounts": () => page(stored),
    "GET /api/entries": () => page([]),
    "GET /api/trial-balance": () => ({ as_of: null, rows: [], totals: [] }),
    [CREATE]: ({ body }) => {
      if (isFailing && stored.length === 5) return new Refusal(503, "The database went away.");
      const stands = account({ ...(body as NewAccount), id: stored.length + 1 });
      stored.push(stands);
      return stands;
    },
  });
  renderPage(<JournalPage />);
  await begin();
  expect((await screen.findByRole("alert")).textContent).toContain("The database went away.");
  isFailing = false;
  requests.length = 0;
  await userEvent.click(await screen.findByRole("button", { name: "Create the rest" }));
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  expect(new Set(stored.map(({ code }) => code)).size).toBe(STARTER_SIZE);
  expect(created(requests)).toHaveLength(STARTER_SIZE - 5);
});
