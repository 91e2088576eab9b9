import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { CASH, entry, GROCERIES, page } from "@/testing/books";
import { renderPage, serve } from "@/testing/server";
import { SignedIn } from "../auth/signed-in";
import { JournalPage } from "./journal-page";

const ADA = { id: 1, email: "ada@example.org", name: "Ada", base_currency: "SGD" };
const BEN = { ...ADA, id: 2, email: "ben@example.org", name: "Ben" };

const typed = () => screen.queryByLabelText<HTMLInputElement>("Description")?.value;
let here: typeof ADA | null = ADA;

/** Opens the form of a new entry, and types into it. */
async function begin() {
  const user = userEvent.setup();
  here = ADA;
  serve({
    "GET /api/auth/session": () => ({ user: here }),
    "GET /api/accounts": () => page([CASH, GROCERIES]),
    "GET /api/entries": () => page([entry()]),
    "GET /api/trial-balance": () => ({ as_of: null, rows: [], totals: [] }),
    "POST /api/auth/sign-in": ({ body }) => {
      here = (body as { email: string }).email === ADA.email ? ADA : BEN;
      return here;
    },
  });
  renderPage(
    <SignedIn>
      <JournalPage />
    </SignedIn>,
  );
  await user.click(await screen.findByRole("button", { name: "New entry" }));
  await user.type(screen.getByLabelText("Description"), "Weekly shop");
  await user.type(screen.getByLabelText("Debit of line 1"), "12.50");
  return user;
}

/** The session ends elsewhere, and somebody signs in at the same page. */
async function signInAgain(user: ReturnType<typeof userEvent.setup>, { email }: typeof ADA) {
  here = null;
  await act(async () => window.dispatchEvent(new Event("visibilitychange")));
  await user.type(await screen.findByLabelText("E-mail"), email);
  await user.type(screen.getByLabelText("Password"), "a long enough phrase{Enter}");
  await screen.findByRole("region", { name: "Entries" });
}

describe("what was typed into a new entry", () => {
  beforeEach(() => {
    here = ADA;
  });

  it("is there again for who signs in again", async () => {
    const user = await begin();
    await signInAgain(user, ADA);
    expect(typed()).toBe("Weekly shop");
    expect(screen.getByLabelText<HTMLInputElement>("Debit of line 1").value).toBe("12.50");
  });

  it("is not there for anybody else", async () => {
    const user = await begin();
    await signInAgain(user, BEN);
    expect(typed()).toBeUndefined();
  });

  it("is forgotten when the form is closed", async () => {
    const user = await begin();
    await user.click(screen.getByRole("button", { name: "Close" }));
    await signInAgain(user, ADA);
    expect(typed()).toBeUndefined();
  });
});
