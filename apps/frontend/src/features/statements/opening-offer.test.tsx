import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Account, Statement } from "@/lib/schemas";
import { account, balanceRow, CASH, page } from "@/testing/books";
import { Refusal, renderPage, serve } from "@/testing/server";
import { OpeningOffer } from "./opening-offer";

const EQUITY = account({ id: 30, code: "3000", name: "Opening balances", type: "equity" });
const BANK = account({ id: 12, code: "1100", name: "Bank" });
const STATEMENT = {
  id: 3,
  account_id: CASH.id,
  first: "2026-03-02",
  opening: "1000.00",
} as Statement;

interface World {
  statement?: Partial<Statement>;
  accounts?: readonly Account[];
  first?: number;
  isKnown?: boolean;
  refusal?: Refusal;
  /** Another statement, for which the offer is made. */
  witness?: Partial<Statement>;
}

function show(world: World = {}) {
  const { statement, accounts = [CASH, BANK, EQUITY], first = 3, isKnown, refusal, witness } = world;
  const sent = serve({
    "GET /api/accounts": () => page(accounts),
    "GET /api/trial-balance": () => ({
      as_of: "2026-03-01",
      rows: isKnown ? [balanceRow(CASH, "5.00", "0.00")] : [],
      totals: [],
    }),
    [`GET /api/statement-accounts/${CASH.id}/timeline`]: () => ({
      currency: "SGD",
      places: [{ statement_id: first }],
    }),
    [`GET /api/statement-accounts/${BANK.id}/timeline`]: () => ({
      currency: "SGD",
      places: [{ statement_id: 8 }],
    }),
    "POST /api/accounts": () => EQUITY,
    "POST /api/entries": () => refusal ?? {},
  });
  renderPage(
    <>
      <OpeningOffer statement={{ ...STATEMENT, ...statement }} />
      {witness && <OpeningOffer statement={{ ...STATEMENT, ...witness }} />}
    </>,
  );
  return (what: string) => sent.filter((each) => each.what === `POST ${what}`).map(({ body }) => body);
}

const offer = () => screen.findByRole("button", { name: "Book the opening balance" });

it("books what stood on the account before its first statement, on the day before", async () => {
  const posted = show();
  await userEvent.click(await offer());
  expect(await screen.findByText(/The opening balance is booked/)).toBeTruthy();
  expect(posted("/api/entries")).toEqual([
    {
      date: "2026-03-01",
      description: "Opening balance of Cash",
      post: true,
      lines: [
        { account_id: CASH.id, amount: "1000.00", currency: "SGD", memo: "" },
        { account_id: EQUITY.id, amount: "-1000.00", currency: "SGD", memo: "" },
      ],
    },
  ]);
  expect(posted("/api/accounts")).toEqual([]);
});

it("opens an account for opening balances where the books have none in the currency", async () => {
  const euros = account({ ...EQUITY, id: 31, currency: "EUR" });
  const posted = show({ accounts: [CASH, euros] });
  await userEvent.click(await offer());
  await waitFor(() => expect(posted("/api/entries")).toHaveLength(1));
  expect(posted("/api/accounts")).toMatchObject([
    { code: "3100", name: "Opening balances", type: "equity", currency: "SGD" },
  ]);
});

it("says in its place why the balance could not be booked", async () => {
  show({ refusal: new Refusal(409, "The books are closed until 31 March.") });
  await userEvent.click(await offer());
  expect((await screen.findByRole("alert")).textContent).toContain("The books are closed");
});

it.each<[string, World]>([
  ["the books know of a balance", { isKnown: true }],
  ["there is an earlier statement", { first: 2 }],
  ["nothing stood on the account", { statement: { opening: "0.00" } }],
  ["the file tells no balance", { statement: { opening: null } }],
])("is silent where %s", async (_, world) => {
  show({ ...world, witness: { id: 8, account_id: BANK.id } });
  await offer();
  expect(screen.getAllByRole("status")).toHaveLength(1);
  expect(screen.getByRole("status").textContent).toContain("stood on Bank");
});
