import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { CsvProfile, Import, Mapping } from "@/lib/schemas";
import { Refusal, renderPage, serve } from "@/testing/server";
import { MappingStep } from "./mapping-step";

const DETECTED: CsvProfile = { date: 0, texts: [1], amount: 2, date_order: "DMY", decimal_mark: "," };
const MAPPING: Mapping = {
  confirmed: false,
  confidence: 0.7,
  heading: ["Datum", "Text", "Betrag"],
  sample: [["01.03.2026", "BÄCKEREI", "-4,50"]],
  reasons: [{ field: "date_order", value: "DMY", confidence: 1, why: "a day above 12 comes first" }],
  detected: DETECTED,
  used: null,
};
const FOUND = { id: 7, file: { name: "2026-03 Giro.csv" } } as Import;
const LINES = [{ number: 2, date: "2026-03-01", amount: "-4.50", text: "BÄCKEREI" }];

function show(mapping: Partial<Mapping> = {}, confirm: () => unknown = () => ({})) {
  const sent = serve({
    "GET /api/imports/7/mapping": () => ({ ...MAPPING, ...mapping }),
    "POST /api/imports/7/mapping/trial": () => ({
      lines: LINES,
      faults: [{ line: 9, message: "The date is not one.", text: "", lost: true }],
      line_count: 12,
      fault_count: 1,
    }),
    "PUT /api/imports/7/mapping": confirm,
  });
  renderPage(<MappingStep found={FOUND} />);
  return (what: string) => sent.filter((each) => each.what.startsWith(what)).map(({ body }) => body);
}

const choice = (column: string) => screen.findByLabelText<HTMLSelectElement>(`What “${column}” is`);
const confirmButton = () => screen.getByRole<HTMLButtonElement>("button", { name: "Read the file this way" });
const pick = (control: HTMLElement, value: string) => fireEvent.change(control, { target: { value } });

it("shows what was detected, why, and the first lines as they would be read", async () => {
  show();
  expect((await choice("Datum")).value).toBe("date");
  expect((await choice("Betrag")).value).toBe("amount");
  expect(screen.getByText("date order: a day above 12 comes first")).toBeTruthy();
  expect((await screen.findByRole("status")).textContent).toContain("12 lines can be read, 1 fault was found.");
  expect(within(screen.getByLabelText("Faults")).getByText("Line 9")).toBeTruthy();
});

it("does not read the file before amounts have a column", async () => {
  const asked = show();
  pick(await choice("Betrag"), "none");
  expect(screen.getByText("Say which column is the amount.")).toBeTruthy();
  expect(confirmButton().disabled).toBe(true);
  pick(await choice("Betrag"), "debit");
  expect(confirmButton().disabled).toBe(false);
  expect(asked("PUT")).toEqual([]);
});

it("reads the file as a person corrected it, under a name for the bank's next files", async () => {
  const asked = show();
  pick(await choice("Text"), "none");
  pick(screen.getByLabelText("Dates"), "YMD");
  pick(screen.getByLabelText("Decimals"), ".");
  pick(screen.getByLabelText("Columns are parted by"), ";");
  pick(screen.getByLabelText("Characters"), "cp1252");
  pick(screen.getByLabelText("First line of data"), "4");
  pick(screen.getByLabelText("Currency"), "eur");
  fireEvent.click(screen.getByLabelText("Spending is positive in the file"));
  expect(screen.getByLabelText<HTMLInputElement>("Name of this style").value).toBe("Giro");
  fireEvent.click(confirmButton());
  const profile = {
    ...DETECTED,
    texts: [],
    date_order: "YMD",
    decimal_mark: ".",
    delimiter: ";",
    encoding: "cp1252",
    first_row: 3,
    currency: "EUR",
    negate: true,
  };
  await waitFor(() => expect(asked("PUT")).toEqual([{ name: "Giro", profile }]));
  await waitFor(() => expect(asked("POST").at(-1)).toEqual(profile));
});

it("begins with no amount where nothing was detected", async () => {
  show({ detected: null });
  expect((await choice("Datum")).value).toBe("date");
  expect(screen.getByText("Say which column is the amount.")).toBeTruthy();
});

it("says why the server cannot read it that way", async () => {
  show({}, () => new Refusal(422, "No line could be read."));
  await choice("Datum");
  fireEvent.click(confirmButton());
  expect((await screen.findByRole("alert")).textContent).toContain("No line could be read.");
});
