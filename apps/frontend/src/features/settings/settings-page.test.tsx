import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { visit } from "@/testing/address";
import { page } from "@/testing/books";
import { Refusal, renderPage, serve, type Sent } from "@/testing/server";
import { useMe } from "../auth/queries";
import { SettingsPage } from "./settings-page";

vi.mock("next/navigation", () => import("@/testing/address"));

const ADA = { id: 1, email: "ada@example.org", name: "Ada", base_currency: "SGD" };

/** The page, shown as the application does: once it is known who is there. */
function Known() {
  return useMe().data ? <SettingsPage /> : null;
}

function open(part: string, answers: Parameters<typeof serve>[0] = {}) {
  visit(`/settings?part=${part}`);
  const sent = serve({ "GET /api/auth/session": () => ({ user: ADA }), ...answers });
  renderPage(<Known />);
  return { sent, user: userEvent.setup() };
}

const button = (name: string) => screen.findByRole<HTMLButtonElement>("button", { name });
const changes = (sent: Sent[]) => sent.filter(({ what }) => !what.startsWith("GET"));
const region = async (name: string) => within(await screen.findByRole("region", { name }));

it("shows the books where the address names no part that there is", async () => {
  open("nonsense", { "GET /api/books": () => ({ base_currency: "SGD", closed_until: null }) });
  expect(await screen.findByText("All periods are open.")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Books" }).getAttribute("aria-current")).toBe("page");
});

describe("periods", () => {
  function books(until: string | null, refusal?: Refusal) {
    let closed_until = until;
    return open("books", {
      "GET /api/books": () => ({ base_currency: "SGD", closed_until }),
      "PUT /api/books/closing": ({ body }) => {
        if (refusal) return refusal;
        closed_until = (body as { closed_until: string | null }).closed_until;
        return { base_currency: "SGD", closed_until };
      },
    });
  }

  it("are closed up to a day", async () => {
    const { sent, user } = books(null);
    const close = await button("Close");
    expect(close.disabled).toBe(true);
    fireEvent.change(screen.getByLabelText("Close up to and including"), {
      target: { value: "2026-03-31" },
    });
    await user.click(close);
    expect(await screen.findByText(/Closed up to and including 31 Mar 2026/)).toBeTruthy();
    expect(screen.getByText(/in the audit trail/)).toBeTruthy();
    expect(changes(sent)).toEqual([
      { what: "PUT /api/books/closing", body: { closed_until: "2026-03-31" } },
    ]);
  });

  it("are opened again", async () => {
    const { user } = books("2026-03-31");
    await user.click(await button("Open everything again"));
    expect(await screen.findByText("All periods are open.")).toBeTruthy();
  });

  it("stay as they are when the server refuses, which is said", async () => {
    const { user } = books("2026-03-31", new Refusal(422, "Drafts of March are open."));
    await user.click(await button("Open everything again"));
    expect((await screen.findByRole("alert")).textContent).toContain("Drafts of March are open.");
    expect(screen.getByText(/Closed up to and including/)).toBeTruthy();
  });
});

it("changes the base currency, and only where it differs", async () => {
  const { sent, user } = open("books", {
    "PATCH /api/auth/me": () => ({ ...ADA, base_currency: "EUR" }),
  });
  const currency = await screen.findByLabelText("Reports are in");
  const panel = await region("Base currency");
  const save = panel.getByRole<HTMLButtonElement>("button", { name: "Save" });
  expect(save.disabled).toBe(true);
  await user.clear(currency);
  await user.type(currency, "eur");
  await user.click(save);
  expect(await panel.findByRole("status")).toBeTruthy();
  expect(changes(sent)[0]?.body).toEqual({ base_currency: "EUR" });
});

it("removes the demonstration after asking", async () => {
  let entries = 20;
  const { sent, user } = open("books", {
    "GET /api/demo": () => ({ entries, accounts: entries }),
    "DELETE /api/demo": () => {
      entries = 0;
    },
  });
  await user.click(await button("Remove demonstration data"));
  expect(changes(sent)).toEqual([]);
  await user.click(await button("Remove it"));
  await waitFor(() => expect(screen.queryByText("Demonstration data")).toBeNull());
});

describe("rates", () => {
  const RATE = { id: 4, date: "2026-03-09", currency: "EUR", quote: "SGD", rate: "1.4833" };

  it("are stored as they were typed, to the last digit", async () => {
    let items: (typeof RATE)[] = [];
    const { sent, user } = open("rates", {
      "GET /api/rates": () => page(items),
      "PUT /api/rates": () => {
        items = [RATE];
        return { stored: 1 };
      },
    });
    expect(await screen.findByText("No rate is stored.")).toBeTruthy();
    fireEvent.change(screen.getByLabelText("On"), { target: { value: "2026-03-09" } });
    await user.type(screen.getByLabelText("One"), "eur");
    await user.type(screen.getByLabelText("was"), "1.483300000001");
    await user.click(await button("Store"));
    expect(await screen.findByText("1 EUR = 1.4833 SGD")).toBeTruthy();
    const rate = { date: "2026-03-09", currency: "EUR", quote: "SGD", rate: "1.483300000001" };
    expect(changes(sent)[0]?.body).toEqual({ rates: [rate] });
  });

  it("are deleted, one by one", async () => {
    const { sent, user } = open("rates", {
      "GET /api/rates": () => page([RATE], 150),
      "DELETE /api/rates/4": () => null,
    });
    expect(await screen.findByText("The latest 1 of 150")).toBeTruthy();
    await user.click(await button("Delete the rate of EUR on 9 Mar 2026"));
    await waitFor(() => expect(changes(sent)[0]?.what).toBe("DELETE /api/rates/4"));
  });

  it("say why one is refused", async () => {
    const { user } = open("rates", {
      "GET /api/rates": () => page([]),
      "PUT /api/rates": () => new Refusal(422, "rates.0.currency: 'EUU' is not an ISO 4217 currency"),
    });
    await user.type(await screen.findByLabelText("One"), "EUU");
    await user.type(screen.getByLabelText("was"), "1");
    await user.click(await button("Store"));
    expect((await screen.findByRole("alert")).textContent).toContain("is not an ISO 4217 currency");
  });
});

const THRESHOLDS = {
  accept_at: 0.95,
  propose_at: 0.5,
  margin: 0.1,
  fee_share: 0.02,
  days: 5,
  fee_most: "3.00",
};

it("writes thresholds in percent and sends them as shares", async () => {
  const { sent } = open("matching", {
    "GET /api/reconciliation/thresholds": () => THRESHOLDS,
    "PUT /api/reconciliation/thresholds": ({ body }) => body,
  });
  const accept = await screen.findByLabelText<HTMLInputElement>("Match by itself from");
  expect(accept.value).toBe("95");
  fireEvent.change(accept, { target: { value: "90" } });
  // The browser's own check of steps is not at stake here, and happy-dom's counts in floats.
  fireEvent.submit(accept.form!);
  expect(await screen.findByText(/Saved/)).toBeTruthy();
  expect(changes(sent)[0]?.body).toEqual({ ...THRESHOLDS, accept_at: 0.9 });
});

it("shows at its field which threshold is refused, and that nothing is saved", async () => {
  const message = "must be at most 0.95, from which matches are accepted";
  open("matching", {
    "GET /api/reconciliation/thresholds": () => THRESHOLDS,
    "PUT /api/reconciliation/thresholds": () =>
      new Refusal(422, `propose_at: ${message}`, [{ field: "propose_at", message }]),
  });
  const propose = await screen.findByLabelText<HTMLInputElement>("Propose from");
  fireEvent.submit(propose.form!);
  const said = await screen.findByText(message);
  expect(propose.getAttribute("aria-describedby")).toContain(said.id);
  expect(propose.getAttribute("aria-invalid")).toBe("true");
  expect(screen.getByText(/Nothing is saved/)).toBeTruthy();
});

it("forgets how a bank's files are read", async () => {
  const profile = { id: 3, name: "My bank", created_at: "2026-03-09T08:00:00Z" };
  let items = [profile];
  const { user } = open("files", {
    "GET /api/csv-profiles": () => ({ items }),
    "DELETE /api/csv-profiles/3": () => {
      items = [];
    },
  });
  await user.click(await button("Forget My bank"));
  expect(await screen.findByText("No style is saved.")).toBeTruthy();
});
