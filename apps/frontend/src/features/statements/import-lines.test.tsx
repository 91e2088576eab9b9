import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { Import, ImportLine } from "@/lib/schemas";
import { Refusal, renderPage, serve } from "@/testing/server";
import { ImportLines } from "./import-lines";

function line(position: number, state: ImportLine["state"], text: string): ImportLine {
  return {
    position,
    number: position + 2,
    statement_id: 3,
    date: "2026-03-02",
    value_date: null,
    amount: "-12.50",
    currency: "SGD",
    text,
    bank_id: "",
    state,
    choice: null,
    like_id: null,
    line_id: position + 100,
  };
}

const LINES = [line(0, "new", "BAKERY"), line(1, "duplicate", "FERRY")];
const FOUND = {
  id: 7,
  status: "preview",
  file: { name: "march.csv" },
  counts: { new: 1, duplicate: 1, similar: 0, left: 0, faults: 0, lost: 0 },
} as Import;

function show(status: Import["status"] = "preview", refusal?: Refusal) {
  let lines = LINES;
  const sent = serve({
    "GET /api/imports/7/lines": ({ what }) => {
      const state = new URLSearchParams(what.split("?")[1]).get("state");
      return { items: lines.filter((each) => !state || each.state === state), next: null };
    },
    "PUT /api/imports/7/choices": ({ body }) => {
      if (refusal) return refusal;
      const { positions, choice } = body as Pick<ImportLine, "choice"> & { positions: number[] };
      lines = lines.map((each) => (positions.includes(each.position) ? { ...each, choice } : each));
      return {};
    },
  });
  renderPage(<ImportLines found={{ ...FOUND, status }} />);
  return () => sent.filter(({ what }) => what.startsWith("PUT")).map(({ body }) => body);
}

// A narrow and a wide place for the same choice: styles show one of them.
const choose = async (text: string, name: string) => {
  const row = (await screen.findByText(text)).closest("tr")!;
  fireEvent.click((await within(row).findAllByRole("button", { name }))[0]!);
};

it("leaves a line out, takes one that is there already, and goes back to what was found", async () => {
  const chosen = show();
  await choose("BAKERY", "Leave out");
  await choose("FERRY", "Take it");
  await choose("FERRY", "As before");
  await waitFor(() =>
    expect(chosen()).toEqual([
      { positions: [0], choice: "leave" },
      { positions: [1], choice: "take" },
      { positions: [1], choice: null },
    ]),
  );
});

it("says why a choice was refused", async () => {
  show("preview", new Refusal(409, "It is imported already."));
  await choose("BAKERY", "Leave out");
  expect((await screen.findByRole("alert")).textContent).toContain("It is imported already.");
});

it("shows only the lines of one kind", async () => {
  show();
  await screen.findByText("BAKERY");
  fireEvent.click(screen.getByRole("button", { name: "Already there 1" }));
  await waitFor(() => expect(screen.queryByText("BAKERY")).toBeNull());
  expect(screen.getByText("FERRY")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "All" }));
  expect(await screen.findByText("BAKERY")).toBeTruthy();
});

it("leads from an imported line to what became of it, and offers no choice", async () => {
  show("committed");
  const bakery = await screen.findByRole("link", { name: "BAKERY" });
  expect(bakery.getAttribute("href")).toBe("/statements/line?id=100");
  expect(screen.queryByRole("button", { name: "Leave out" })).toBeNull();
});
