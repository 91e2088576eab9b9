import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { account, CASH, GROCERIES } from "@/testing/books";
import { Refusal, renderPage, serve } from "@/testing/server";
import { AccountDialog } from "./account-dialog";
import { nextCode } from "./account-values";

const BANK = account({ id: 10, code: "1100", name: "Bank" });
const POT = account({ id: 11, code: "1110", name: "Holiday pot", parent_id: BANK.id });
const KEPT = account({ id: 12, code: "x", name: "Exchange", type: "equity", role: "exchange" });
const ACCOUNTS = [CASH, GROCERIES, BANK, POT, KEPT];
const onClose = vi.fn();

beforeEach(() => onClose.mockReset());

function change(which = BANK, answers: Parameters<typeof serve>[0] = {}) {
  const sent = serve({ [`PATCH /api/accounts/${which.id}`]: () => which, ...answers });
  renderPage(<AccountDialog accounts={ACCOUNTS} account={which} onClose={onClose} />);
  return { sent, user: userEvent.setup() };
}

const button = (name: string) => screen.getByRole("button", { name });

it("moves an account below another, and says that it is no money at hand", async () => {
  const { sent, user } = change(POT);
  await user.selectOptions(screen.getByLabelText("Part of"), "1000 Cash");
  await user.click(screen.getByLabelText("Money at hand"));
  await user.click(button("Save"));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  const body = { code: "1110", name: "Holiday pot", parent_id: CASH.id, cash: false };
  expect(sent).toEqual([{ what: "PATCH /api/accounts/11", body }]);
});

function add() {
  const sent = serve({ "POST /api/accounts": () => GROCERIES });
  const onAdded = vi.fn();
  renderPage(<AccountDialog accounts={ACCOUNTS} account={null} {...{ onAdded, onClose }} />);
  return { sent, onAdded, user: userEvent.setup() };
}

it("begins a new account at its name, with a code that is free", async () => {
  const { sent, onAdded, user } = add();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Name")));
  expect(screen.getByLabelText<HTMLInputElement>("Code").value).toBe("1200");
  await user.keyboard("Groceries");
  await user.selectOptions(screen.getByLabelText("Type"), "Expense");
  expect(screen.getByLabelText<HTMLInputElement>("Code").value).toBe("5200");
  await user.click(button("Add account"));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(sent[0]?.body).toMatchObject({ code: "5200", name: "Groceries", type: "expense" });
  expect(onAdded).toHaveBeenCalledWith(GROCERIES);
});

it("leaves a code alone that a person wrote", async () => {
  const { user } = add();
  await user.clear(screen.getByLabelText("Code"));
  await user.type(screen.getByLabelText("Code"), "FOOD");
  await user.selectOptions(screen.getByLabelText("Type"), "Expense");
  expect(screen.getByLabelText<HTMLInputElement>("Code").value).toBe("FOOD");
});

it.each([
  [[], "1000"],
  [["1000", "1010"], "1100"],
  [["1900", "1940"], "1950"],
  [["1999"], ""],
  [["5000", "bank", "12345"], "1000"],
])("suggests the code after %j", (codes, next) => {
  expect(nextCode(codes.map((code) => account({ code })), "asset")).toBe(next);
});

it("offers no place within itself, of another type, or of the program's own", () => {
  change(BANK);
  const offered = within(screen.getByLabelText("Part of")).getAllByRole("option");
  expect(offered.map(({ textContent }) => textContent)).toEqual(["No other account", "1000 Cash"]);
});

it("asks about money at hand only where an asset is concerned", async () => {
  const { sent, user } = change(GROCERIES);
  expect(screen.queryByLabelText("Money at hand")).toBeNull();
  await user.click(button("Save"));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(sent[0]?.body).not.toHaveProperty("cash");
});

it("shows at the field why the server refuses a place", async () => {
  const message = "account 1100 cannot lie below itself";
  const { user } = change(BANK, {
    "PATCH /api/accounts/10": () =>
      new Refusal(422, `parent_id: ${message}`, [{ field: "parent_id", message }]),
  });
  await user.selectOptions(screen.getByLabelText("Part of"), "1000 Cash");
  await user.click(button("Save"));
  const shown = await screen.findByText(message);
  expect(screen.getByLabelText("Part of").getAttribute("aria-describedby")).toBe(shown.id);
  expect(onClose).not.toHaveBeenCalled();
});

it("deletes what was never used, and says what to do with what was", async () => {
  let used = true;
  const { sent, user } = change(BANK, {
    "DELETE /api/accounts/10": () =>
      used ? new Refusal(409, "Account 1100 has lines: close it instead.") : null,
  });
  await user.click(button("Delete account"));
  expect((await screen.findByRole("alert")).textContent).toContain("close it instead");
  expect(onClose).not.toHaveBeenCalled();
  used = false;
  await user.click(button("Delete account"));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(sent.map(({ what }) => what)).toEqual(Array(2).fill("DELETE /api/accounts/10"));
});
