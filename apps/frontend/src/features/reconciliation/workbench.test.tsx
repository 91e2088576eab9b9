import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, it } from "vitest";
import type { Workbench } from "@/lib/schemas";
import { BENCH, STANDING } from "@/testing/bench";
import { CASH, GROCERIES } from "@/testing/books";
import { FEES } from "@/testing/queue";
import { Refusal, renderPage, serve } from "@/testing/server";
import { useStandings } from "./queries";
import { WorkbenchOf } from "./workbench";

const READY: Partial<Workbench> = { ticked: "-17.50", difference: "0.00", can_close: true };
const HERE = "/api/reconciliation";

/** Something else on the page that is asked again after each change, and answered never. */
function Unanswered() {
  useStandings();
  return null;
}

function show(change: Partial<Workbench> = {}, refusal?: Refusal, beside?: ReactNode) {
  const answer = () => refusal ?? {};
  const sent = serve({
    [`GET ${HERE}/statements`]: () => new Promise(() => undefined),
    [`GET ${HERE}/statements/9`]: () => ({ ...BENCH, ...change }),
    [`POST ${HERE}/matches`]: answer,
    [`POST ${HERE}/matches/6/accept`]: answer,
    [`POST ${HERE}/matches/6/reject`]: answer,
    [`POST ${HERE}/lines/1/book`]: answer,
    [`POST ${HERE}/statements/9/close`]: answer,
    [`POST ${HERE}/statements/9/reopen`]: answer,
  });
  renderPage(
    <>
      <WorkbenchOf statementId={9} accounts={[CASH, GROCERIES, FEES]} />
      {beside}
    </>,
  );
  return () => sent.filter(({ what }) => what.startsWith("POST"));
}

const press = (key: string) => fireEvent.keyDown(document.body, { key });
const lockButton = () => screen.findByRole<HTMLButtonElement>("button", { name: "Lock the statement" });

it("shows the running difference, and does not lock before it is zero", async () => {
  show();
  expect((await lockButton()).disabled).toBe(true);
  expect(within(screen.getByRole("region", { name: "Balance" })).getByRole("status").textContent).toContain(
    "17.50",
  );
});

it("matches a picked line with a picked entry by keyboard, once their sums meet", async () => {
  const posted = show();
  await lockButton();
  press("j");
  press("x");
  const match = await screen.findByRole<HTMLButtonElement>("button", { name: /Match them/ });
  expect(match.disabled).toBe(true);
  press("m");
  expect(posted()).toEqual([]);
  fireEvent.click(screen.getByLabelText("Pick Crossing"));
  expect(match.disabled).toBe(false);
  press("m");
  await waitFor(() =>
    expect(posted()).toEqual([
      { what: `POST ${HERE}/matches`, body: { line_ids: [2], entry_ids: [31] } },
    ]),
  );
  await waitFor(() => expect(screen.queryByRole("button", { name: /Match them/ })).toBeNull());
});

it.each([
  ["a", "accept"],
  ["r", "reject"],
])("answers a proposal by the key %s", async (key, verb) => {
  const posted = show();
  await lockButton();
  press(key);
  await waitFor(() =>
    expect(posted()).toMatchObject([{ what: `POST ${HERE}/matches/6/${verb}` }]),
  );
});

async function bookOtherwise() {
  await lockButton();
  press("b");
  const dialog = within(screen.getByRole("dialog"));
  fireEvent.change(dialog.getByLabelText("Account"), { target: { value: String(GROCERIES.id) } });
  fireEvent.click(dialog.getByRole("button", { name: /Book it/ }));
  return dialog;
}

it("books the line of a proposal otherwise and rejects the proposal, in one request", async () => {
  const posted = show();
  await bookOtherwise();
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const body = { splits: [{ account_id: GROCERIES.id }], instead_of: 6 };
  expect(posted()).toMatchObject([{ what: `POST ${HERE}/lines/1/book`, body }]);
});

it("says in the dialog why a line could not be booked, and keeps what was entered", async () => {
  const posted = show({}, new Refusal(409, "Match 6 is accepted, not proposed."));
  const dialog = await bookOtherwise();
  expect((await dialog.findByRole("alert")).textContent).toContain("Match 6 is accepted");
  expect(screen.getAllByRole("alert")).toHaveLength(1);
  expect(dialog.getByLabelText<HTMLSelectElement>("Account").value).toBe(String(GROCERIES.id));
  expect(posted()).toHaveLength(1);
});

it("splits a line over accounts by keyboard", async () => {
  const posted = show();
  await lockButton();
  press("s");
  const dialog = within(screen.getByRole("dialog", { name: "Split the line" }));
  const part = (label: string, value: string) =>
    fireEvent.change(dialog.getByLabelText(label), { target: { value } });
  part("Account of part 1", String(GROCERIES.id));
  part("Amount of part 1", "10");
  part("Account of part 2", String(FEES.id));
  part("Amount of part 2", "2.50");
  fireEvent.click(dialog.getByRole("button", { name: /Book it/ }));
  const splits = [
    { account_id: GROCERIES.id, amount: "10" },
    { account_id: FEES.id, amount: "2.50" },
  ];
  await waitFor(() => expect(posted().at(-1)).toMatchObject({ body: { splits } }));
});

it("says why the server refused", async () => {
  show({}, new Refusal(409, "Somebody else took this entry."));
  await lockButton();
  press("a");
  expect((await screen.findByRole("alert")).textContent).toContain("Somebody else took this entry.");
});

it("locks at zero with the balance that the file tells", async () => {
  const posted = show(READY);
  fireEvent.click(await lockButton());
  await waitFor(() =>
    expect(posted()).toEqual([{ what: `POST ${HERE}/statements/9/close`, body: { closing: null } }]),
  );
});

it("goes on to what is next as soon as it is locked, whatever else is still asked again", async () => {
  const bench: Partial<Workbench> = { ...READY };
  show(bench, undefined, <Unanswered />);
  await lockButton();
  bench.statement = { ...STANDING, closing_id: 4 };
  fireEvent.click(await lockButton());
  const next = await screen.findByRole("link", { name: "the other statements" });
  await waitFor(() => expect(document.activeElement).toBe(next));
});

it("asks for the balance on paper where the file tells none, and locks with it", async () => {
  const posted = show({ ...READY, told: false });
  fireEvent.change(await screen.findByLabelText("Closing balance on paper"), {
    target: { value: "1,082.50" },
  });
  fireEvent.click(await lockButton());
  await waitFor(() => expect(posted()).toMatchObject([{ body: { closing: "1082.50" } }]));
});

it("changes nothing in what is locked, and reopens with a reason", async () => {
  const posted = show({ statement: { ...STANDING, closing_id: 4 } });
  fireEvent.click(await screen.findByRole("button", { name: "Reopen" }));
  press("a");
  const dialog = within(screen.getByRole("dialog"));
  fireEvent.change(dialog.getByLabelText("Why"), { target: { value: "A fee was missing" } });
  fireEvent.click(dialog.getByRole("button", { name: "Reopen" }));
  await waitFor(() =>
    expect(posted()).toEqual([
      { what: `POST ${HERE}/statements/9/reopen`, body: { reason: "A fee was missing" } },
    ]),
  );
  expect(screen.getByLabelText<HTMLInputElement>("Pick Crossing").disabled).toBe(true);
});

it("says why the workbench cannot be shown", async () => {
  serve({ [`GET ${HERE}/statements/9`]: () => new Refusal(404, "There is no statement 9.") });
  renderPage(<WorkbenchOf statementId={9} accounts={[]} />);
  expect((await screen.findByRole("alert")).textContent).toContain("There is no statement 9.");
});
