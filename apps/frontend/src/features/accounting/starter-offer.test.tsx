import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { NewAccount } from "@/lib/api";
import { account, CASH, GROCERIES } from "@/testing/books";
import { Refusal, renderPage, serve } from "@/testing/server";
import { StarterOffer } from "./starter-offer";

const CREATE = "POST /api/accounts";

it("adds what is spent and earned to books that have only a bank", async () => {
  const sent = serve({ [CREATE]: () => account() });
  renderPage(<StarterOffer accounts={[CASH]} currency="EUR" />);
  await userEvent.click(screen.getByRole("button", { name: "Create 7 starter accounts" }));
  await waitFor(() => expect(sent).toHaveLength(7));
  const made = sent.map(({ body }) => body as NewAccount);
  expect(new Set(made.map(({ type }) => type))).toEqual(new Set(["income", "expense"]));
  expect(new Set(made.map(({ currency }) => currency))).toEqual(new Set(["EUR"]));
});

it("is silent where there is something to choose", () => {
  renderPage(<StarterOffer accounts={[CASH, GROCERIES]} currency="SGD" />);
  expect(screen.queryByRole("button")).toBeNull();
});

it("says why the accounts could not be made", async () => {
  serve({ [CREATE]: () => new Refusal(422, "'XYZ' is not an ISO 4217 currency") });
  renderPage(<StarterOffer accounts={[]} currency="XYZ" />);
  await userEvent.click(screen.getByRole("button", { name: /starter accounts/ }));
  expect((await screen.findByRole("alert")).textContent).toContain("ISO 4217");
});
