import { describe, expect, it } from "vitest";
import { askedPeriod, usualPeriods } from "./periods";

describe("periods", () => {
  it("end with their months, in January and in leap years too", () => {
    const named = Object.fromEntries(
      usualPeriods("2028-01-15").map(({ name, period }) => [name, period]),
    );
    expect(named["January 2028"]).toEqual({ from: "2028-01-01", to: "2028-01-31" });
    expect(named["December 2027"]).toEqual({ from: "2027-12-01", to: "2027-12-31" });
    expect(named["Last 12 months"]).toEqual({ from: "2027-02-01", to: "2028-01-31" });
    expect(usualPeriods("2028-02-29")[0]?.period.to).toBe("2028-02-29");
  });

  it("are what an address asks for, and a year where it does not make sense", () => {
    expect(askedPeriod("2026-03-01", "2026-03-09", "2028-01-15")).toEqual({
      from: "2026-03-01",
      to: "2026-03-09",
    });
    expect(askedPeriod("yesterday", null, "2026-06-10")).toEqual({
      from: "2025-07-01",
      to: "2026-06-30",
    });
  });
});
