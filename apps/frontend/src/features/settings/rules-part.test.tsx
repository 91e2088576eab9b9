import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { NewRule, Rule } from "@/lib/schemas";
import { CASH, GROCERIES, page } from "@/testing/books";
import { Refusal, renderPage, serve } from "@/testing/server";
import { RulesPart } from "./rules-part";

function rule(id: number, pattern: string, change: Partial<Rule> = {}): Rule {
  return {
    id,
    position: id,
    pattern,
    how: "contains",
    account_id: GROCERIES.id,
    least: null,
    most: null,
    description: "",
    enabled: true,
    sentence: `The text contains “${pattern}”.`,
    created_at: "2026-03-01T08:00:00Z",
    ...change,
  };
}

const THREE = [rule(1, "BAKERY"), rule(2, "FERRY", { least: "-20.00", most: "-1.00" }), rule(3, "RENT")];

function show(rules: readonly Rule[] = THREE, refusal?: Refusal) {
  let kept = rules;
  const set = (id: number, change: Partial<Rule>) =>
    (kept = kept.map((each) => (each.id === id ? { ...each, ...change } : each)));
  const sent = serve({
    "GET /api/accounts": () => page([CASH, GROCERIES]),
    "GET /api/review/rules": () => ({ items: kept }),
    "PUT /api/review/rules/order": ({ body }) => {
      if (refusal) return refusal;
      const { ids } = body as { ids: number[] };
      kept = ids.map((id) => kept.find((each) => each.id === id)!);
      return { items: kept };
    },
    "PATCH /api/review/rules/2": ({ body }) => refusal ?? set(2, body as Partial<NewRule>),
    "DELETE /api/review/rules/2": () => refusal ?? (kept = kept.filter(({ id }) => id !== 2)),
    "POST /api/review/rules/dry-run": () => ({
      fits: 3,
      open: 0,
      same: 2,
      other: 1,
      earlier: 0,
      examples: [
        {
          line_id: 4,
          date: "2026-03-02",
          text: "FERRY PIER",
          amount: "-2.00",
          currency: "SGD",
          before: [CASH.id],
        },
      ],
    }),
  });
  renderPage(<RulesPart />);
  return (method: string) =>
    sent.filter(({ what }) => what.startsWith(`${method} `) && !what.includes("dry-run"));
}

const shown = () =>
  screen.getAllByRole("listitem").map(({ textContent }) => /“(\w+)”/.exec(textContent)?.[1]);
const button = (name: string) => screen.findByRole("button", { name });

it("puts rules into another order by keyboard, tells it, and keeps the focus with the moved one", async () => {
  const sent = show();
  const later = await button("Try BAKERY later");
  later.focus();
  fireEvent.keyDown(later, { key: "ArrowDown", altKey: true });
  fireEvent.keyDown(later, { key: "ArrowDown", altKey: true });
  expect(shown()).toEqual(["FERRY", "RENT", "BAKERY"]);
  expect(screen.getByText("“BAKERY” is tried as number 3 of 3.")).toBeTruthy();
  expect(document.activeElement).toBe(later);
  await waitFor(() =>
    expect(sent("PUT").map(({ body }) => body)).toEqual([{ ids: [2, 1, 3] }, { ids: [2, 3, 1] }]),
  );
  fireEvent.keyDown(later, { key: "ArrowDown", altKey: true });
  await userEvent.click(await button("Try RENT earlier"));
  await waitFor(() => expect(sent("PUT").at(-1)!.body).toEqual({ ids: [3, 2, 1] }));
  expect(sent("PUT")).toHaveLength(3);
});

it("puts the rules back where the server refused their order, and says why", async () => {
  show(THREE, new Refusal(409, "Somebody else changed the rules."));
  await userEvent.click(await button("Try RENT earlier"));
  expect((await screen.findByRole("alert")).textContent).toContain("Somebody else changed the rules.");
  await waitFor(() => expect(shown()).toEqual(["BAKERY", "FERRY", "RENT"]));
  expect(screen.queryByText(/is tried as/)).toBeNull();
});

it("changes a rule's bounds, once it has shown what that does", async () => {
  const sent = show();
  await userEvent.click(await button("Change FERRY"));
  const dialog = within(screen.getByRole("dialog", { name: "Change the rule" }));
  expect(document.activeElement).toBe(dialog.getByLabelText("These words"));
  const least = dialog.getByLabelText<HTMLInputElement>("Amount at least");
  expect(least.value).toBe("-20.00");
  await dialog.findByText("3 lines fit");
  expect(dialog.getByRole("status").textContent).toContain("2 were booked there already; 1 was booked elsewhere, and stays.");
  expect(dialog.getByText(/FERRY PIER/).textContent).toContain("(Cash)");
  fireEvent.change(least, { target: { value: "" } });
  fireEvent.click(dialog.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(sent("PATCH")).toMatchObject([{ body: { pattern: "FERRY", least: null, most: "-1.00" } }]);
});

it("switches a rule off, and deletes it", async () => {
  const sent = show();
  await userEvent.click(await button("Switch FERRY off"));
  await button("Switch FERRY on");
  expect(sent("PATCH")).toMatchObject([{ body: { enabled: false } }]);
  await userEvent.click(await button("Delete FERRY"));
  await waitFor(() => expect(shown()).toEqual(["BAKERY", "RENT"]));
  expect(document.activeElement).toBe(await button("Delete RENT"));
  expect(screen.getByText("“FERRY” is deleted.")).toBeTruthy();
});

it("leaves the focus on making a rule when the last one is deleted", async () => {
  show(THREE.slice(1, 2));
  await userEvent.click(await button("Delete FERRY"));
  await screen.findByText("No rule yet.");
  expect(document.activeElement).toBe(await button("Make a rule"));
});

it("says at the rule why it could not be deleted", async () => {
  show(THREE, new Refusal(503, "The database is away."));
  await userEvent.click(await button("Delete FERRY"));
  const row = screen.getAllByRole("listitem")[1]!;
  expect((await within(row).findByRole("alert")).textContent).toContain("The database is away.");
});

it("says what a rule is where there is none", async () => {
  show([]);
  expect(await screen.findByText("No rule yet.")).toBeTruthy();
});
