/** Exact decimal numbers over BigInt, because money is never a float. */

/** The number `units / 10 ** scale`; 12.34 is `{ units: 1234n, scale: 2 }`. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

export const ZERO: Decimal = { units: 0n, scale: 0 };

const PATTERN = /^([+-]?)(\d+)(?:\.(\d+))?$/;

/** Reads `-12.34`: digits, at most one point, no grouping, no exponent. Anything else is null. */
export function parseDecimal(text: string): Decimal | null {
  const match = PATTERN.exec(text);
  if (!match) return null;
  const [, sign, whole = "", fraction = ""] = match;
  const units = BigInt(whole + fraction);
  return { units: sign === "-" ? -units : units, scale: fraction.length };
}

/** As parseDecimal, for text that has been validated already. Throws RangeError on anything else. */
export function decimal(text: string): Decimal {
  const parsed = parseDecimal(text);
  if (!parsed) throw new RangeError(`not a decimal number: ${JSON.stringify(text)}`);
  return parsed;
}

/** The same number written with at least `scale` decimal places; digits are never dropped. */
export function atScale(value: Decimal, scale: number): Decimal {
  if (scale <= value.scale) return value;
  return { units: value.units * 10n ** BigInt(scale - value.scale), scale };
}

/** The same number in its shortest form: 1.500 becomes 1.5. */
export function shortest(value: Decimal): Decimal {
  let { units, scale } = value;
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n;
    scale -= 1;
  }
  return { units, scale };
}

export function add(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(left.scale, right.scale);
  return { units: atScale(left, scale).units + atScale(right, scale).units, scale };
}

export function negate(value: Decimal): Decimal {
  return { units: -value.units, scale: value.scale };
}

export function subtract(left: Decimal, right: Decimal): Decimal {
  return add(left, negate(right));
}

export function absolute(value: Decimal): Decimal {
  return value.units < 0n ? negate(value) : value;
}

export function sum(values: Iterable<Decimal>): Decimal {
  let total = ZERO;
  for (const value of values) total = add(total, value);
  return total;
}

/** -1, 0 or 1 as `value` is below, at or above zero. */
export function sign(value: Decimal): -1 | 0 | 1 {
  if (value.units === 0n) return 0;
  return value.units < 0n ? -1 : 1;
}

export function isZero(value: Decimal): boolean {
  return value.units === 0n;
}

/** Six digits tell a rate as banks do; of a very small number, as many as twelve places hold. */
const RATE_DIGITS = 100_000n;
const RATE_PLACES = 12;

/** `left / right` to six significant digits, halves up: for rates that follow, never for amounts. */
export function ratio(left: Decimal, right: Decimal): Decimal {
  const over = absolute(left).units * 10n ** BigInt(right.scale);
  const under = absolute(right).units * 10n ** BigInt(left.scale);
  if (under === 0n) throw new RangeError("nothing can be divided by zero");
  let scale = 0;
  while (scale < RATE_PLACES && over * 10n ** BigInt(scale) < RATE_DIGITS * under) scale += 1;
  const units = (2n * over * 10n ** BigInt(scale) + under) / (2n * under);
  const isNegative = left.units < 0n !== right.units < 0n;
  return shortest({ units: isNegative ? -units : units, scale });
}

/** Plain text that parseDecimal reads back: `-12.34`. */
export function toText(value: Decimal): string {
  const digits = absolute(value).units.toString().padStart(value.scale + 1, "0");
  const whole = digits.slice(0, digits.length - value.scale);
  const fraction = digits.slice(digits.length - value.scale);
  return `${value.units < 0n ? "-" : ""}${whole}${fraction && `.${fraction}`}`;
}

/** About the same number, for the length of a line on a screen and nothing else. */
export function drawn(value: Decimal): number {
  return Number(toText(value));
}
