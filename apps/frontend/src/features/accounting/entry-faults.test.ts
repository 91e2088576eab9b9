import { expect, it } from "vitest";
import { placeProblem } from "./entry-faults";
import { EMPTY_LINE } from "./entry-rules";

const VALUES = {
  date: "2026-03-09",
  description: "Shop",
  exchange: false,
  lines: [
    EMPTY_LINE,
    { accountId: "2", debit: "5", credit: "", memo: "" },
    { accountId: "1", debit: "", credit: "5", memo: "" },
  ],
};

function placed(field: string) {
  const problem = { title: "Invalid", status: 422, detail: "", errors: [{ field, message: "no" }] };
  return placeProblem(problem, VALUES)[0]?.path;
}

it.each([
  ["date", "date"],
  ["description", "description"],
  ["lines.0.account_id", "lines.1.accountId"],
  ["lines.0.currency", "lines.1.accountId"],
  ["lines.0.amount", "lines.1.debit"],
  ["lines.1.amount", "lines.2.credit"],
  ["lines.1.memo", "lines.2.memo"],
  ["lines", null],
  ["lines.9.amount", null],
  ["something.new", null],
])("the server's %s is the form's %s, counted without blank lines", (field, path) => {
  expect(placed(field)).toBe(path);
});

it("a problem without fields keeps its own sentence", () => {
  const problem = { title: "Conflict", status: 409, detail: "The period is locked.", errors: [] };
  expect(placeProblem(problem, VALUES)).toEqual([{ path: null, message: "The period is locked." }]);
});
