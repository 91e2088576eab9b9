import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal, isZero, subtract } from "./decimal";
import { formatAmount, isTooFine, minorUnits, parseAmount } from "./money";

describe("formatAmount", () => {
  it.each([
    ["1234567.5", "EUR", "1,234,567.50"],
    ["-1234", "SGD", "−1,234.00"],
    ["-999.99", "SGD", "−999.99"],
    ["100000", "JPY", "100,000"],
    ["1.5", "KWD", "1.500"],
    ["0", "USD", "0.00"],
    ["12.3400", "EUR", "12.34"],
    ["12.3456", "EUR", "12.3456"],
  ])("writes %s %s as %s", (amount, currency, expected) => {
    expect(formatAmount(decimal(amount), currency)).toBe(expected);
  });

  it("is read back as the same amount", () => {
    const amounts = fc.record({ units: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), scale: fc.nat(4) });
    fc.assert(
      fc.property(amounts, fc.constantFrom("EUR", "JPY", "KWD"), (amount, currency) => {
        const back = parseAmount(formatAmount(amount, currency));
        expect(back && isZero(subtract(back, amount))).toBe(true);
      }),
    );
  });
});

describe("parseAmount", () => {
  it.each([
    ["12", "12"],
    [" 1,234.50 ", "1234.50"],
    [".5", "0.5"],
    ["-3", "-3"],
    ["-1,234.50", "-1234.50"],
    ["\u22121,234.50", "-1234.50"],
  ])("reads %j", (text, expected) => {
    expect(parseAmount(text)).toEqual(decimal(expected));
  });

  it.each(["1.234,50", "12,34", "1,2345", "1,234,5", "twelve", "1 e 3", ""])("refuses %j", (text) => {
    expect(parseAmount(text)).toBeNull();
  });
});

describe("minor units", () => {
  it("follow the currency", () => {
    expect(["EUR", "JPY", "KWD", "nonsense"].map(minorUnits)).toEqual([2, 0, 3, 2]);
  });

  it("refuse half a yen but not trailing zeros", () => {
    expect(isTooFine(decimal("0.5"), "JPY")).toBe(true);
    expect(isTooFine(decimal("5.00"), "JPY")).toBe(false);
  });
});
