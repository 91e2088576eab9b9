import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { account } from "@/testing/books";
import { Refusal, renderPage, serve } from "@/testing/server";
import { FirstAccounts } from "./first-accounts";
import { STARTER_SIZE } from "./starter-chart";

it("creates a whole chart in the chosen currency with one click", async () => {
  const requests = serve({ "POST /api/accounts": () => account() });
  renderPage(<FirstAccounts />);
  const user = userEvent.setup();
  await user.clear(screen.getByLabelText("Currency"));
  await user.type(screen.getByLabelText("Currency"), "eur");
  await user.click(screen.getByRole("button", { name: "Create starter accounts" }));
  await waitFor(() => expect(requests).toHaveLength(STARTER_SIZE));
  const accounts = requests.map(({ body }) => body as { code: string; type: string; currency: string });
  expect(new Set(accounts.map(({ code }) => code)).size).toBe(STARTER_SIZE);
  expect(new Set(accounts.map(({ type }) => type)).size).toBe(5);
  expect(accounts.every(({ currency }) => currency === "EUR")).toBe(true);
});

it("says why the chart could not be created", async () => {
  serve({ "POST /api/accounts": () => new Refusal(422, "'XYZ' is not an ISO 4217 currency") });
  renderPage(<FirstAccounts />);
  await userEvent.click(screen.getByRole("button", { name: "Create starter accounts" }));
  expect((await screen.findByRole("alert")).textContent).toContain("ISO 4217");
});
