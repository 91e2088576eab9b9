import type { ReactNode } from "react";
import { absolute, isZero, sign } from "@/lib/decimal";
import { formatAmount } from "@/lib/money";
import {
  differences,
  exchangeOf,
  isBalanced,
  type AccountsById,
  type Difference,
  type LineValues,
} from "./entry-rules";

interface Props {
  lines: readonly LineValues[];
  exchange: boolean;
  accounts: AccountsById;
}

/** What the entry still lacks, for each currency; read out politely as it changes. */
export function RunningDifference({ lines, exchange, accounts }: Props) {
  if (exchange && exchangeOf(lines, accounts)) {
    return <Said tone="text-accent">Complete: one currency was given for the other</Said>;
  }
  const open = differences(lines, accounts).filter(({ amount }) => !isZero(amount));
  if (open.length > 0) return <Said tone="text-caution">{open.map(sentence).join(" · ")}</Said>;
  return isBalanced(lines, accounts) ? (
    <Said tone="text-accent">Balanced: debits equal credits</Said>
  ) : (
    <Said tone="text-muted">Enter at least a debit and a credit of the same sum</Said>
  );
}

function Said({ tone, children }: { tone: string; children: ReactNode }) {
  return (
    <p role="status" className="mt-3 border-t border-line pt-3 text-right tabular-nums">
      <span className={tone}>{children}</span>
    </p>
  );
}

function sentence({ currency, amount }: Difference): string {
  const missing = formatAmount(absolute(amount), currency);
  return `${missing} ${currency} more ${sign(amount) > 0 ? "credit" : "debit"} needed`;
}
