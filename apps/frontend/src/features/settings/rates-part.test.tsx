import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { page } from "@/testing/books";
import { Refusal, renderPage, serve } from "@/testing/server";
import { RatesPart } from "./rates-part";

const RATE = { id: 4, date: "2026-03-09", currency: "EUR", quote: "SGD", rate: "1.4536" };

function show(answers: Parameters<typeof serve>[0] = {}) {
  serve({
    "GET /api/auth/session": () => ({ user: null }),
    "GET /api/rates": () => page([RATE]),
    ...answers,
  });
  renderPage(<RatesPart />);
  return userEvent.setup();
}

it("says at its field what is wrong with a rate, and that nothing is stored", async () => {
  const message = "'EUU' is not an ISO 4217 currency";
  const user = show({
    "PUT /api/rates": () =>
      new Refusal(422, `rates.0.currency: ${message}`, [{ field: "rates.0.currency", message }]),
  });
  await user.type(await screen.findByLabelText("One"), "EUU");
  await user.type(screen.getByLabelText("was"), "1.5");
  await user.type(screen.getByLabelText("of"), "SGD");
  await user.click(screen.getByRole("button", { name: "Store" }));
  const said = await screen.findByText(message);
  expect(screen.getByLabelText("One").getAttribute("aria-describedby")).toBe(said.id);
  expect(screen.getByText(/Nothing is saved/)).toBeTruthy();
});

it("says why a rate could not be deleted, and keeps the focus there", async () => {
  const user = show({ "DELETE /api/rates/4": () => new Refusal(503, "The database is away.") });
  const button = await screen.findByRole("button", { name: "Delete the rate of EUR on 9 Mar 2026" });
  await user.click(button);
  expect((await screen.findByRole("alert")).textContent).toBe("The database is away.");
  expect(document.activeElement).toBe(button);
});
