import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CsvProfile } from "@/lib/schemas";
import { missing, ROLE_NAMES, roleOf, withRole, type Role } from "./mapping";

const PROFILE: CsvProfile = {
  date: 0,
  texts: [1],
  amount: 2,
  debit: null,
  credit: null,
  direction: null,
  value_date: null,
  balance: null,
  bank_id: null,
  currency_column: null,
  account_column: null,
};
const ROLES = Object.keys(ROLE_NAMES) as Role[];
const changes = fc.array(fc.tuple(fc.nat(5), fc.constantFrom(...ROLES)), { maxLength: 8 });

describe("withRole", () => {
  it("gives a column the role that it was asked for", () => {
    fc.assert(
      fc.property(changes, fc.nat(5), fc.constantFrom(...ROLES), (before, column, role) => {
        const profile = before.reduce((each, [at, as]) => withRole(each, at, as), PROFILE);
        const after = withRole(profile, column, role);
        expect(roleOf(after, column)).toBe(role);
      }),
    );
  });

  it("never asks for one amount and for columns of in and out at once", () => {
    fc.assert(
      fc.property(changes, (all) => {
        const { amount, debit, credit } = all.reduce(
          (each, [at, as]) => withRole(each, at, as),
          PROFILE,
        );
        expect(amount === null || (debit === null && credit === null)).toBe(true);
      }),
    );
  });

  it("leaves the columns that it was not asked about", () => {
    expect(withRole(PROFILE, 3, "balance")).toEqual({ ...PROFILE, balance: 3 });
  });
});

describe("missing", () => {
  it("is nothing for a file that can be read", () => {
    expect(missing(PROFILE)).toBe("");
  });

  it("names an amount that no column has", () => {
    expect(missing(withRole(PROFILE, 2, "none"))).toContain("amount");
  });

  it("names a date whose column became something else", () => {
    expect(missing(withRole(PROFILE, 0, "text"))).toContain("date");
  });
});
