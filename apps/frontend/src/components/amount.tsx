import { sign, type Decimal } from "@/lib/decimal";
import { formatAmount } from "@/lib/money";

interface Props {
  amount: Decimal;
  currency: string;
  showCurrency?: boolean;
}

/** An amount as people read it, with its currency where more than one is about. */
export function Amount({ amount, currency, showCurrency = false }: Props) {
  return (
    <span className={`figures ${sign(amount) < 0 ? "text-danger" : ""}`}>
      {formatAmount(amount, currency)}
      {showCurrency && <span className="ml-1 text-xs text-muted">{currency}</span>}
    </span>
  );
}
