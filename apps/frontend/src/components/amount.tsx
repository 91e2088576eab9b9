import { decimal, sign, type Decimal } from "@/lib/decimal";
import { formatAmount } from "@/lib/money";

interface Props {
  /** A decimal string of the API, or what was calculated from some. */
  amount: Decimal | string;
  currency: string;
  showCurrency?: boolean;
  /** Whether a gain shows its sign, too: for changes, not for balances. */
  plus?: boolean;
}

/** An amount as people read it, with its currency where more than one is about. */
export function Amount({ amount: given, currency, showCurrency = false, plus = false }: Props) {
  const amount = typeof given === "string" ? decimal(given) : given;
  return (
    <span className={`figures ${sign(amount) < 0 ? "text-danger" : ""}`}>
      {plus && sign(amount) > 0 && "+"}
      {formatAmount(amount, currency)}
      {showCurrency && <span className="text-xs text-muted"> {currency}</span>}
    </span>
  );
}
