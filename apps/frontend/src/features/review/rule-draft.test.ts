import { expect, it } from "vitest";
import { boundFault, EMPTY_DRAFT, ruleOf, sharedWords } from "./rule-draft";

const DRAFT = { ...EMPTY_DRAFT, pattern: " netflix ", accountId: "7" };

it("finds the longest words that all lines share, whatever their capitals and spaces", () => {
  expect(sharedWords(["NETFLIX.COM 4411 SG", "netflix.com  4412 SG"])).toBe("NETFLIX.COM");
  expect(sharedWords(["CARD ACME CAFE 12 JAN", "POS acme  cafe 13 JAN"])).toBe("ACME CAFE");
  expect(sharedWords(["ONE LINE ALONE"])).toBe("ONE LINE ALONE");
});

it("takes no part of a word for a shared one", () => {
  expect(sharedWords(["RENT MARCH", "PARENT APRIL"])).toBe("");
});

it("is no rule before it has words and an account", () => {
  expect(ruleOf({ ...DRAFT, pattern: "  " })).toBeNull();
  expect(ruleOf({ ...DRAFT, accountId: "" })).toBeNull();
  expect(ruleOf(DRAFT)).toEqual({
    pattern: "netflix",
    how: "contains",
    account_id: 7,
    least: null,
    most: null,
  });
});

it("keeps the bounds as exact amounts, each side optional", () => {
  expect(ruleOf({ ...DRAFT, least: "-1,250.10", most: "" })).toMatchObject({
    least: "-1250.10",
    most: null,
  });
});

it("says at the bound what is wrong with it, and is no rule until it is mended", () => {
  const crossed = { ...DRAFT, least: "-5", most: "-10" };
  expect(boundFault(crossed, "most")).toBe("Below the least");
  expect(boundFault({ ...DRAFT, least: "five" }, "least")).toBe("Not an amount");
  expect(ruleOf(crossed)).toBeNull();
  expect(boundFault({ ...DRAFT, least: "-10", most: "-5" }, "most")).toBeUndefined();
});
