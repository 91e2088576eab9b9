import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { Refusal, renderPage, serve } from "@/testing/server";
import { SignedIn } from "./signed-in";
import { Who } from "./who";

const ADA = { id: 1, email: "ada@example.org", name: "Ada", base_currency: "SGD" };
const PASSWORD = "a long enough phrase";

/** A server with one account, whose session `present` tells of. */
function server(present: boolean, more: Parameters<typeof serve>[0] = {}) {
  let signedIn = present;
  const enter = () => {
    signedIn = true;
    return ADA;
  };
  return serve({
    "GET /api/auth/session": () => ({ user: signedIn ? ADA : null }),
    "POST /api/auth/sign-in": enter,
    "POST /api/auth/register": enter,
    "POST /api/auth/sign-out": () => {
      signedIn = false;
    },
    ...more,
  });
}

const books = (
  <>
    <Who />
    <SignedIn>the books</SignedIn>
  </>
);

describe("SignedIn", () => {
  it("shows the books to who is signed in, and lets them out again", async () => {
    server(true);
    renderPage(books);
    expect(await screen.findByText("the books")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Sign out" }));
    expect(await screen.findByRole("heading", { name: "Sign in" })).toBeTruthy();
    expect(screen.queryByText("the books")).toBeNull();
    expect(screen.queryByText(/Your session has ended/)).toBeNull();
  });

  it("says that a session ended which its owner did not end here", async () => {
    let isOver = false;
    server(true, { "GET /api/auth/session": () => ({ user: isOver ? null : ADA }) });
    renderPage(books);
    expect(await screen.findByText("the books")).toBeTruthy();
    isOver = true;
    await act(async () => window.dispatchEvent(new Event("visibilitychange")));
    expect(await screen.findByText(/Your session has ended/)).toBeTruthy();
    await userEvent.type(screen.getByLabelText("E-mail"), "ada@example.org");
    await userEvent.type(screen.getByLabelText("Password"), `${PASSWORD}{Enter}`);
    expect(await screen.findByText("the books")).toBeTruthy();
  });

  it("says how long to wait after too many attempts, and keeps what was typed", async () => {
    const wait = "Too many attempts to sign in. Try again in 14 min.";
    server(false, { "POST /api/auth/sign-in": () => new Refusal(429, wait) });
    renderPage(books);
    await userEvent.type(await screen.findByLabelText("E-mail"), "ada@example.org");
    await userEvent.type(screen.getByLabelText("Password"), `${PASSWORD}{Enter}`);
    expect((await screen.findByRole("alert")).textContent).toBe(wait);
    expect(screen.getByLabelText<HTMLInputElement>("E-mail").value).toBe("ada@example.org");
  });

  it("asks everybody else for address and password", async () => {
    const sent = server(false);
    renderPage(books);
    await userEvent.type(await screen.findByLabelText("E-mail"), "ada@example.org");
    await userEvent.type(screen.getByLabelText("Password"), PASSWORD);
    await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByText("the books")).toBeTruthy();
    expect(sent.at(-1)).toMatchObject({
      what: "POST /api/auth/sign-in",
      body: { email: "ada@example.org", password: PASSWORD },
    });
  });

  it("says that the proof was wrong", async () => {
    server(false, {
      "POST /api/auth/sign-in": () => new Refusal(401, "The address or the password is wrong."),
    });
    renderPage(books);
    await userEvent.type(await screen.findByLabelText("E-mail"), "ada@example.org");
    await userEvent.type(screen.getByLabelText("Password"), "x{Enter}");
    expect((await screen.findByRole("alert")).textContent).toContain("is wrong");
  });

  it("makes an account, and shows a refusal at its field", async () => {
    let taken = true;
    const errors = [{ field: "email", message: "must be an e-mail address" }];
    server(false, {
      "POST /api/auth/register": () => (taken ? new Refusal(422, "email: no", errors) : ADA),
    });
    renderPage(books);
    await userEvent.click(await screen.findByRole("button", { name: "Create an account" }));
    await userEvent.type(screen.getByLabelText("Your name"), "Ada");
    await userEvent.type(screen.getByLabelText("E-mail"), "ada");
    await userEvent.type(screen.getByLabelText("Password"), PASSWORD);
    await userEvent.click(screen.getByRole("button", { name: "Create account" }));
    expect((await screen.findByRole("alert")).textContent).toBe("must be an e-mail address");
    taken = false;
    await userEvent.click(screen.getByRole("button", { name: "Create account" }));
    expect(await screen.findByText("the books")).toBeTruthy();
  });
});
