import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, decimal, isZero, sum, toText } from "@/lib/decimal";
import { EMPTY_PART, isWhole, remaining, toSplits } from "./splits";

const part = (amount: string, accountId = "5") => ({ ...EMPTY_PART, accountId, amount });
const cents = fc.bigInt({ min: 1n, max: 10n ** 12n });

describe("splits", () => {
  it("have exactly the other side of the line, whichever its direction", () => {
    fc.assert(
      fc.property(fc.array(cents, { minLength: 2, maxLength: 6 }), fc.boolean(), (all, isOut) => {
        const parts = all.map((units) => part(toText({ units, scale: 2 })));
        const total = sum(all.map((units) => ({ units, scale: 2 })));
        const line = `${isOut ? "-" : ""}${toText(total)}`;
        expect(isWhole(line, parts)).toBe(true);
        const sent = sum(toSplits(line, parts).map(({ amount }) => decimal(amount!)));
        expect(isZero(add(sent, decimal(line)))).toBe(true);
      }),
    );
  });

  it("are the whole line where one has no amount", () => {
    expect(isWhole("-12.50", [part("")])).toBe(true);
    expect(toSplits("-12.50", [part("")])).toEqual([{ account_id: 5, amount: null, memo: "" }]);
  });

  it("say what is left", () => {
    expect(toText(remaining("-12.50", [part("2.50"), part("")])!)).toBe("10.00");
    expect(remaining("-12.50", [part("two")])).toBeNull();
  });

  it.each([
    ["an account is missing", [part("12.50", "")]],
    ["they are less than the line", [part("2.00"), part("3.00")]],
    ["a part is nothing", [part("12.50"), part("0")]],
    ["there is none", []],
  ])("cannot be booked while %s", (_, parts) => {
    expect(isWhole("-12.50", parts)).toBe(false);
  });
});
