import { expect, it } from "vitest";
import { dayBefore, formatDate, localDate, monthsBetween } from "./dates";

it("shows a date as it was written, in whichever time zone", () => {
  expect(formatDate("2026-03-09")).toBe("9 Mar 2026");
});

it("takes today from the local calendar, late in the evening too", () => {
  expect(localDate(new Date(2026, 0, 5, 23, 59))).toBe("2026-01-05");
  expect(localDate(new Date(2026, 0, 6, 0, 1))).toBe("2026-01-06");
});

it("goes back a day over the ends of months and leap years", () => {
  expect(["2026-03-09", "2026-01-01", "2024-03-01", "2026-03-01"].map(dayBefore)).toEqual([
    "2026-03-08",
    "2025-12-31",
    "2024-02-29",
    "2026-02-28",
  ]);
});

it("counts months over the ends of years, whatever the days", () => {
  expect(monthsBetween("2026-01-31", "2025-12-01")).toBe(-1);
  expect(monthsBetween("2024-11-01", "2026-02-28")).toBe(15);
});
