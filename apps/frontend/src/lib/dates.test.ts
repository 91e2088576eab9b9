import { expect, it } from "vitest";
import { formatDate, localDate } from "./dates";

it("shows a date as it was written, in whichever time zone", () => {
  expect(formatDate("2026-03-09")).toBe("9 Mar 2026");
});

it("takes today from the local calendar, late in the evening too", () => {
  expect(localDate(new Date(2026, 0, 5, 23, 59))).toBe("2026-01-05");
  expect(localDate(new Date(2026, 0, 6, 0, 1))).toBe("2026-01-06");
});
