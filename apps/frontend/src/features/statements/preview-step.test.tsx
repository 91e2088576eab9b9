import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Import } from "@/lib/schemas";
import { CASH, page } from "@/testing/books";
import { Refusal, renderPage, serve } from "@/testing/server";
import { PreviewStep } from "./preview-step";

const COMMIT = "POST /api/imports/7/commit";
const COUNTS = { new: 1, duplicate: 1, similar: 2, left: 1, faults: 0, lost: 0 };

function show(counts: Partial<Import["counts"]> = {}, refusal?: Refusal) {
  const found = {
    id: 7,
    status: "preview",
    file: { name: "march.csv" },
    statements: [],
    counts: { ...COUNTS, ...counts },
  } as unknown as Import;
  const sent = serve({
    "GET /api/accounts": () => page([CASH]),
    "GET /api/imports/7/lines": () => ({ items: [], next: null }),
    "GET /api/imports/7/faults": () => page([]),
    "POST /api/reconciliation/runs": () => ({}),
    [COMMIT]: () => refusal ?? {},
  });
  renderPage(<PreviewStep found={found} />);
  return () => sent.filter(({ what }) => what === COMMIT).map(({ body }) => body);
}

const button = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name });

it("asks what lines are that resemble others, and counts them only when they are taken", async () => {
  const committed = show();
  expect(screen.getByText("2 lines resemble lines of another file:")).toBeTruthy();
  expect(button("Import 1 line").disabled).toBe(true);
  await userEvent.click(screen.getByLabelText("they are others, take them"));
  await userEvent.click(button("Import 3 lines"));
  await waitFor(() => expect(committed()).toEqual([{ similar: "take", accept_difference: false }]));
});

it("leaves lines out that a person says are the same", async () => {
  const committed = show({ similar: 1 });
  expect(screen.getByText("1 line resembles a line of another file:")).toBeTruthy();
  await userEvent.click(screen.getByLabelText("they are the same, leave them"));
  await userEvent.click(button("Import 1 line"));
  await waitFor(() => expect(committed()).toMatchObject([{ similar: "leave" }]));
});

it("sums up in words that fit one line and many", () => {
  show({ similar: 0, left: 2 });
  expect(screen.getByText(/is there already/).textContent).toBe(
    "1 line is added, 1 is there already, 2 are left out.",
  );
});

it("says everything that keeps the file from being imported, and can be tried again", async () => {
  const errors = [{ field: "statements.0", message: "The period is closed until 31 Mar 2026." }];
  show({ similar: 0 }, new Refusal(409, "Nothing was imported.", errors));
  await userEvent.click(button("Import 1 line"));
  expect((await screen.findByRole("alert")).textContent).toBe(
    "Nothing was imported. The period is closed until 31 Mar 2026.",
  );
  expect(button("Import 1 line").disabled).toBe(false);
});
