import { render, screen } from "@testing-library/react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import type { QueueItem } from "@/lib/schemas";
import { CASH, GROCERIES } from "@/testing/books";
import { LINE, MATCH, PROPOSAL } from "@/testing/queue";
import { serve } from "@/testing/server";
import { ItemDetail } from "./item-detail";
import type { Review } from "./use-review";

const accept = vi.fn();
const reject = vi.fn();
const onOpen = vi.fn();

beforeEach(() => {
  vi.resetAllMocks();
  serve({ "GET /api/reconciliation/lines/2/candidates": () => ({ items: [] }) });
});

function show(item: QueueItem, picked: readonly string[] = []) {
  const review = { accept, reject, picked: new Set(picked) } as unknown as Review;
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ItemDetail item={item} accounts={[CASH, GROCERIES]} review={review} onOpen={onOpen} />
    </QueryClientProvider>,
  );
}

const button = (name: RegExp) => screen.getByRole<HTMLButtonElement>("button", { name });

it("offers by mouse all that keys do with a proposal", async () => {
  show(PROPOSAL);
  await userEvent.click(button(/^Accept/));
  await userEvent.click(button(/^Reject/));
  await userEvent.click(button(/^Book otherwise/));
  await userEvent.click(button(/^Split/));
  await userEvent.click(button(/^Make a rule/));
  expect(accept).toHaveBeenCalledWith(null);
  expect(reject).toHaveBeenCalledTimes(1);
  expect(onOpen.mock.calls).toEqual([["edit"], ["split"], ["rule"]]);
});

it("puts choosing an account first where there is nothing to accept", () => {
  show(LINE);
  expect(button(/^Accept/).disabled).toBe(true);
  expect(button(/^Reject/).disabled).toBe(true);
  expect(button(/^Choose account/).className).toContain("bg-accent");
});

it("offers another account beside the one that is suggested", () => {
  const suggestion = {
    account_id: GROCERIES.id,
    source: "history",
    sentence: "You booked it there twice.",
    description: "",
    rule_id: null,
  } as const;
  show({ ...LINE, suggestion });
  expect(screen.getByText("Book on Groceries")).toBeTruthy();
  expect(screen.getByText("You booked it there twice.")).toBeTruthy();
  expect(button(/^Accept/).disabled).toBe(false);
  expect(button(/^Other account/).disabled).toBe(false);
});

it("does not book the lines of a proposal for several one by one", () => {
  const lines = [...MATCH.lines, { ...MATCH.lines[0]!, id: 5 }];
  show({ ...PROPOSAL, match: { ...MATCH, kind: "transfer", lines } });
  expect(screen.getByText("One transfer between them")).toBeTruthy();
  expect(button(/^Book otherwise/).disabled).toBe(true);
  expect(screen.getByText(/they then wait by themselves/)).toBeTruthy();
});

it("says how many are decided at once", () => {
  show(LINE, ["line:2", "match:6"]);
  expect(button(/^Accept 2/).disabled).toBe(false);
  expect(button(/^Reject 2/).disabled).toBe(false);
});
