import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { account, CASH, entry, GROCERIES, YEN } from "@/testing/books";
import { Refusal, renderPage, serve } from "@/testing/server";
import { EntryForm } from "./entry-form";

const CLOSED = account({ id: 9, code: "1900", name: "Old bank", closed: true });
const CREATE = "POST /api/entries";
const onSaved = vi.fn<(message: string) => void>();

const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
const button = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name });

function show() {
  renderPage(
    <EntryForm accounts={[CASH, GROCERIES, CLOSED, YEN]} onSaved={onSaved} onClose={() => undefined} />,
  );
  return userEvent.setup();
}

async function fill(user: ReturnType<typeof userEvent.setup>, debit = "12.50", credit = "12.50") {
  await user.type(field("Description"), "Weekly shop");
  await user.selectOptions(field("Account of line 1"), "5100 Groceries (SGD)");
  await user.type(field("Debit of line 1 in SGD"), debit);
  await user.selectOptions(field("Account of line 2"), "1000 Cash (SGD)");
  await user.type(field("Credit of line 2 in SGD"), credit);
}

beforeEach(() => onSaved.mockReset());

describe("EntryForm", () => {
  it("can be sent only while it balances, and says what is missing", async () => {
    const user = show();
    expect(button("Post entry").disabled).toBe(true);
    await fill(user, "12.50", "10");
    expect(screen.getByRole("status").textContent).toBe("2.50 SGD more credit needed");
    expect(button("Post entry").disabled).toBe(true);
    expect(button("Save draft").disabled).toBe(true);
    await user.clear(field("Credit of line 2 in SGD"));
    await user.type(field("Credit of line 2 in SGD"), "12.50");
    expect(screen.getByRole("status").textContent).toContain("Balanced");
    expect(button("Post entry").disabled).toBe(false);
  });

  it("makes a line either a debit or a credit", async () => {
    const user = show();
    await user.type(field("Debit of line 1"), "5");
    await user.type(field("Credit of line 1"), "7");
    expect(field("Debit of line 1").value).toBe("");
    expect(field("Credit of line 1").value).toBe("7");
  });

  it("does not offer closed accounts", () => {
    show();
    expect(screen.queryAllByRole("option", { name: /Old bank/ })).toEqual([]);
  });

  it("posts by Enter, then is ready for the next entry of that day", async () => {
    const requests = serve({ [CREATE]: () => entry() });
    const user = show();
    await fill(user);
    const day = field("Date").value;
    await user.type(field("Description"), "{Enter}");
    await waitFor(() => expect(onSaved).toHaveBeenCalledWith("Posted: Weekly shop"));
    expect(requests[0]?.body).toEqual({
      date: day,
      description: "Weekly shop",
      post: true,
      lines: [
        { account_id: GROCERIES.id, amount: "12.50", currency: "SGD", memo: "" },
        { account_id: CASH.id, amount: "-12.50", currency: "SGD", memo: "" },
      ],
    });
    expect(field("Description").value).toBe("");
    expect(field("Date").value).toBe(day);
    expect(document.activeElement).toBe(field("Description"));
  });

  it("saves a draft without posting it", async () => {
    const requests = serve({ [CREATE]: () => entry({ status: "draft" }) });
    const user = show();
    await fill(user);
    await user.click(button("Save draft"));
    await waitFor(() => expect(onSaved).toHaveBeenCalledWith("Saved as a draft: Weekly shop"));
    expect(requests[0]?.body).toMatchObject({ post: false });
  });

  it("shows at its field what the server refuses, and keeps what was entered", async () => {
    const errors = [{ field: "lines.1.account_id", message: "account 1000 is closed" }];
    serve({ [CREATE]: () => new Refusal(422, "lines.1.account_id: closed", errors) });
    const user = show();
    await fill(user);
    await user.click(button("Post entry"));
    const message = await screen.findByText("account 1000 is closed");
    const refused = field("Account of line 2");
    expect(refused.getAttribute("aria-invalid")).toBe("true");
    expect(refused.getAttribute("aria-describedby")).toBe(message.id);
    expect(field("Debit of line 1 in SGD").value).toBe("12.50");
    expect(onSaved).not.toHaveBeenCalled();
  });

  it("says when the server cannot be reached", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed")));
    const user = show();
    await fill(user);
    await user.click(button("Post entry"));
    expect((await screen.findByRole("alert")).textContent).toContain("does not answer");
  });

  it("asks for a description before it sends", async () => {
    const requests = serve({ [CREATE]: () => entry() });
    const user = show();
    await fill(user);
    await user.clear(field("Description"));
    await user.click(button("Post entry"));
    expect(await screen.findByText("Say what the entry is for")).toBeTruthy();
    expect(requests).toEqual([]);
  });

  it("takes a line away again, and never fewer than two remain", async () => {
    const user = show();
    await user.click(button("Add line"));
    await user.type(field("Memo of line 1"), "first");
    await user.click(button("Remove line 1"));
    expect(field("Memo of line 1").value).toBe("");
    expect(screen.queryByRole("button", { name: /Remove line/ })).toBeNull();
  });

  describe("an exchange that is not booked yet", () => {
    const FORESEEN = "POST /api/exchanges/dry-run";

    async function sellYen(answer: unknown) {
      const requests = serve({ [FORESEEN]: () => answer });
      const user = show();
      await user.selectOptions(field("Account of line 1"), "1000 Cash (SGD)");
      await user.selectOptions(field("Account of line 2"), "1010 Yen purse (JPY)");
      await user.type(field("Debit of line 1 in SGD"), "110.00");
      await user.type(field("Credit of line 2 in JPY"), "12000");
      const offer = within(screen.getByRole("region", { name: "Exchange" }));
      return { offer, requests };
    }

    const sgd = (amount: string) => ({ amount, currency: "SGD" });

    it("tells the gain that booking it will realise, as the server works it out", async () => {
      const { offer, requests } = await sellYen({ gain: sgd("4.40"), in_base: sgd("4.40") });
      const name = await offer.findByText("Gain it realises");
      expect(name.nextElementSibling?.textContent).toBe("+4.40 SGD");
      expect(requests.at(-1)?.body).toEqual({
        date: field("Date").value,
        amounts: [sgd("110.00"), { amount: "-12000", currency: "JPY" }],
      });
    });

    it("tells a loss, and what it is in the base currency", async () => {
      const loss = { amount: "-1.00", currency: "USD" };
      const { offer } = await sellYen({ gain: loss, in_base: sgd("-1.35") });
      const name = await offer.findByText("Loss it realises");
      expect(name.nextElementSibling?.textContent).toBe("\u22121.00 USD · \u22121.35 SGD");
    });

    it("says that no rate tells what it is in the base currency", async () => {
      const { offer } = await sellYen({ gain: { amount: "1.00", currency: "USD" }, in_base: null });
      expect(await offer.findByText(/no rate to the base currency is stored/)).toBeTruthy();
    });

    it("says where nothing is realised", async () => {
      const { offer } = await sellYen({ gain: sgd("0.00"), in_base: sgd("0.00") });
      expect(await offer.findByText("None")).toBeTruthy();
    });

    it("says in its place why the gain cannot be told", async () => {
      const { offer } = await sellYen(new Refusal(422, "these lines are no exchange"));
      expect(await offer.findByText("these lines are no exchange")).toBeTruthy();
    });
  });

  it("books what two currencies leave open as an exchange, at the rate that follows", async () => {
    const requests = serve({ [CREATE]: () => entry() });
    const user = show();
    await user.type(field("Description"), "Yen for the trip");
    await user.selectOptions(field("Account of line 1"), "1010 Yen purse (JPY)");
    expect(screen.queryByRole("region", { name: "Exchange" })).toBeNull();
    await user.selectOptions(field("Account of line 2"), "1000 Cash (SGD)");
    await user.type(field("Debit of line 1 in JPY"), "12000");
    await user.type(field("Credit of line 2 in SGD"), "105.60");
    const offer = within(screen.getByRole("region", { name: "Exchange" }));
    expect(offer.getByText(/1 JPY = 0.0088 SGD/).textContent).toContain("1 SGD = 113.636 JPY");
    expect(button("Post entry").disabled).toBe(true);
    await user.click(offer.getByRole("checkbox", { name: "JPY and SGD were exchanged" }));
    expect(screen.getByRole("status").textContent).toContain("Complete");
    await user.click(button("Post entry"));
    await waitFor(() => expect(onSaved).toHaveBeenCalled());
    expect(requests.at(-1)?.body).toMatchObject({
      exchange: true,
      lines: [
        { amount: "12000", currency: "JPY" },
        { amount: "-105.60", currency: "SGD" },
      ],
    });
    expect(screen.queryByRole("region", { name: "Exchange" })).toBeNull();
  });

  it("shows why the server takes it for no exchange", async () => {
    const message = "an exchange gives one currency for another";
    serve({ [CREATE]: () => new Refusal(422, message, [{ field: "exchange", message }]) });
    const user = show();
    await fill(user);
    await user.click(button("Post entry"));
    expect((await screen.findByRole("alert")).textContent).toContain(message);
  });
});
