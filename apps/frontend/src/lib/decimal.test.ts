import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  absolute,
  add,
  atScale,
  decimal,
  isZero,
  negate,
  parseDecimal,
  ratio,
  shortest,
  sign,
  subtract,
  sum,
  toText,
  type Decimal,
} from "./decimal";

const decimals = fc.record({ units: fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), scale: fc.nat(6) });
const same = (left: Decimal, right: Decimal) => isZero(subtract(left, right));

describe("reading and writing", () => {
  it("writes text that reads back as the same number", () => {
    fc.assert(
      fc.property(decimals, (value) => {
        expect(decimal(toText(value))).toEqual(value);
      }),
    );
  });

  it.each(["", ".", "-", "1.", ".5", "1e3", "1,000", "0x10", " 1", "1.2.3", "NaN", "Infinity", "１"])(
    "refuses %j",
    (text) => {
      expect(parseDecimal(text)).toBeNull();
      expect(() => decimal(text)).toThrow(RangeError);
    },
  );

  it("keeps leading zeros of the fraction", () => {
    expect(toText(decimal("-0.05"))).toBe("-0.05");
  });

  it("never writes a negative zero", () => {
    expect(toText(negate(decimal("0.00")))).toBe("0.00");
  });
});

describe("arithmetic", () => {
  it("adds what floats cannot", () => {
    expect(toText(add(decimal("0.1"), decimal("0.2")))).toBe("0.3");
    expect(toText(add(decimal("9007199254740993"), decimal("0.01")))).toBe("9007199254740993.01");
  });

  it("gives one sum in whichever order", () => {
    fc.assert(
      fc.property(fc.array(decimals), (values) => {
        expect(same(sum(values), sum(values.toReversed()))).toBe(true);
      }),
    );
  });

  it("takes away what it added", () => {
    fc.assert(
      fc.property(decimals, decimals, (left, right) => {
        expect(same(subtract(add(left, right), right), left)).toBe(true);
      }),
    );
  });

  it("changes neither value nor sign with the scale", () => {
    fc.assert(
      fc.property(decimals, fc.nat(9), (value, scale) => {
        expect(same(atScale(value, scale), value)).toBe(true);
        expect(same(shortest(value), value)).toBe(true);
        expect(shortest(value).scale).toBeLessThanOrEqual(value.scale);
        expect(sign(atScale(value, scale))).toBe(sign(value));
      }),
    );
  });

  it("knows the distance from zero", () => {
    fc.assert(
      fc.property(decimals, (value) => {
        expect(sign(absolute(value))).toBe(isZero(value) ? 0 : 1);
        expect(sign(negate(value))).toBe(isZero(value) ? 0 : -sign(value));
      }),
    );
  });
});

describe("a ratio", () => {
  const amounts = fc.bigInt({ min: 1n, max: 10n ** 12n }).map((units) => ({ units, scale: 2 }));

  it("is off by at most half of its last digit, of six or of twelve places", () => {
    fc.assert(
      fc.property(amounts, amounts, (left, right) => {
        const found = ratio(left, right);
        const times = (by: Decimal, of: Decimal) => ({
          units: by.units * of.units,
          scale: by.scale + of.scale,
        });
        const off = absolute(subtract(times(found, right), left));
        const sixth = { units: absolute(found).units, scale: found.scale + 5 };
        const twelfth = { units: 1n, scale: 12 };
        expect(sign(subtract(off, times(add(sixth, twelfth), right)))).toBeLessThanOrEqual(0);
      }),
    );
  });

  it.each([
    ["889.99", "600.00", "1.48332"],
    ["105.60", "12000", "0.0088"],
    ["1", "3", "0.333333"],
    ["2", "3", "0.666667"],
    ["10", "-4", "-2.5"],
  ])("of %s and %s is %s", (left, right, expected) => {
    expect(toText(ratio(decimal(left), decimal(right)))).toBe(expected);
  });

  it("is none by zero", () => {
    expect(() => ratio(decimal("1"), decimal("0.00"))).toThrow(RangeError);
  });
});
