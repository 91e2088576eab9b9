import { absolute, isZero, sign } from "@/lib/decimal";
import { formatAmount } from "@/lib/money";
import {
  differences,
  isBalanced,
  type AccountsById,
  type Difference,
  type LineValues,
} from "./entry-rules";

interface Props {
  lines: readonly LineValues[];
  accounts: AccountsById;
}

/** What the entry still lacks, for each currency; read out politely as it changes. */
export function RunningDifference({ lines, accounts }: Props) {
  const open = differences(lines, accounts).filter(({ amount }) => !isZero(amount));
  return (
    <p role="status" className="mt-3 border-t border-line pt-3 text-right tabular-nums">
      {open.length > 0 ? (
        <span className="text-caution">{open.map(sentence).join(" · ")}</span>
      ) : isBalanced(lines, accounts) ? (
        <span className="text-accent">Balanced: debits equal credits</span>
      ) : (
        <span className="text-muted">Enter at least a debit and a credit of the same sum</span>
      )}
    </p>
  );
}

function sentence({ currency, amount }: Difference): string {
  const missing = formatAmount(absolute(amount), currency);
  return `${missing} ${currency} more ${sign(amount) > 0 ? "credit" : "debit"} needed`;
}
