import { describe, expect, it } from "vitest";
import { toText } from "@/lib/decimal";
import type { Workbench } from "@/lib/schemas";
import { balanceOf, NO_PICKS, toggle } from "./picks";

const BENCH = {
  lines: [
    { id: 1, amount: "-12.50" },
    { id: 2, amount: "-7.50" },
  ],
  entries: [
    { entry_id: 5, amount: "-20.00" },
    { entry_id: 6, amount: "-12.50" },
  ],
} as Workbench;

describe("picks", () => {
  it("meet where the sums of both sides are equal, one to many too", () => {
    const both = toggle(toggle(NO_PICKS, "lines", 1), "lines", 2);
    expect(balanceOf(toggle(both, "entries", 5), BENCH).meets).toBe(true);
    expect(toText(balanceOf(toggle(both, "entries", 6), BENCH).left)).toBe("-7.50");
  });

  it("do not meet while one side is empty, even at nothing", () => {
    expect(balanceOf(NO_PICKS, BENCH).meets).toBe(false);
  });

  it("are put back by picking again", () => {
    expect(toggle(toggle(NO_PICKS, "lines", 1), "lines", 1)).toEqual(NO_PICKS);
  });
});
