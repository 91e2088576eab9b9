import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { Refusal, renderPage, serve, type Sent } from "@/testing/server";
import { useMe } from "../auth/queries";
import { PersonPart } from "./person-part";

const ADA = { id: 1, email: "ada@example.org", name: "Ada", base_currency: "SGD" };

function Known() {
  return useMe().data ? <PersonPart /> : null;
}

function open(answers: Parameters<typeof serve>[0] = {}) {
  const sent = serve({ "GET /api/auth/session": () => ({ user: ADA }), ...answers });
  renderPage(<Known />);
  return { sent, user: userEvent.setup() };
}

const button = (name: string) => screen.findByRole<HTMLButtonElement>("button", { name });
const changes = (sent: Sent[]) => sent.filter(({ what }) => !what.startsWith("GET"));

it("changes the password, and is told that other sessions ended", async () => {
  let wrong = true;
  const { sent, user } = open({
    "POST /api/auth/password": () => (wrong ? new Refusal(401, "The password is wrong.") : null),
  });
  const present = await screen.findByLabelText<HTMLInputElement>("The present password");
  await user.type(present, "an old long phrase");
  await user.type(screen.getByLabelText("The new one"), "a new long phrase");
  await user.click(await button("Change password"));
  expect((await screen.findByRole("alert")).textContent).toContain("The password is wrong.");
  wrong = false;
  await user.click(await button("Change password"));
  expect(await screen.findByText(/All other sessions have ended/)).toBeTruthy();
  expect(present.value).toBe("");
  expect(changes(sent).at(-1)?.body).toEqual({
    password: "an old long phrase",
    new_password: "a new long phrase",
  });
});

it("takes another name", async () => {
  const { user } = open({ "PATCH /api/auth/me": () => ({ ...ADA, name: "Ada L." }) });
  await user.type(await screen.findByLabelText("Your name"), " L.");
  await user.click(await button("Save"));
  expect(await screen.findByText("Saved.")).toBeTruthy();
});

it("signs out everywhere", async () => {
  const { sent, user } = open({ "POST /api/auth/sign-out-everywhere": () => null });
  await user.click(await button("Sign out everywhere"));
  await waitFor(() => expect(screen.queryByRole("heading", { name: "You" })).toBeNull());
  expect(changes(sent)).toHaveLength(1);
});
