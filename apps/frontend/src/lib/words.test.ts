import { expect, it } from "vitest";
import { counted } from "./words";

it.each([
  [0, "0 lines"],
  [1, "1 line"],
  [2, "2 lines"],
  [1151, "1,151 lines"],
])("says %i with its noun", (count, said) => {
  expect(counted(count, "line")).toBe(said);
});

it("takes a plural of its own", () => {
  expect(counted(2, "entry", "entries")).toBe("2 entries");
});
