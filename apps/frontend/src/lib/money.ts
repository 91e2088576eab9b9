/** Amounts as people write and read them: minor units, grouping, the true minus sign. */
import { atScale, parseDecimal, shortest, toText, type Decimal } from "./decimal";

const MINUS = "\u2212";
const GROUPED = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;

/** Decimal places of an ISO 4217 currency (EUR 2, JPY 0, KWD 3); 2 for codes that Intl refuses. */
export function minorUnits(currency: string): number {
  try {
    const format = new Intl.NumberFormat("en", { style: "currency", currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** Reads what a person typed or copied: `1234.5`, `-1,234.50`, `.5`. Null when it is no amount. */
export function parseAmount(text: string): Decimal | null {
  const entered = text.trim().replace(MINUS, "-");
  const plain = GROUPED.test(entered) ? entered.replaceAll(",", "") : entered;
  return parseDecimal(plain.startsWith(".") ? `0${plain}` : plain);
}

/** True when the amount needs more decimal places than its currency has. */
export function isTooFine(amount: Decimal, currency: string): boolean {
  return shortest(amount).scale > minorUnits(currency);
}

/** `1,234.50` for people, with at least the currency's decimal places. */
export function formatAmount(amount: Decimal, currency: string): string {
  const [whole = "", fraction] = toText(atScale(shortest(amount), minorUnits(currency))).split(".");
  const grouped = whole.replace("-", MINUS).replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction ? `${grouped}.${fraction}` : grouped;
}
