"use client";
import { Amount } from "@/components/amount";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { formatDate } from "@/lib/dates";
import { absolute, decimal, isZero, sign, subtract } from "@/lib/decimal";
import { useCandidates, useMatchWith } from "./queries";

/** Entries of the journal near a line that nothing was proposed for: a person may know better. */
export function Candidates({ lineId, amount }: { lineId: number; amount: string }) {
  const { data } = useCandidates(lineId);
  const match = useMatchWith(lineId);
  // What is further off than the line itself is worth would not be it.
  const near = data?.items.filter(({ difference }) => isWithin(difference, amount)) ?? [];
  if (near.length === 0) return null;
  return (
    <section aria-label="Entries near it" className="rounded-md bg-raised p-3">
      <h3 className="text-xs font-semibold text-muted">Entries near it, which no line explains</h3>
      {match.error && <Notice tone="error">{match.error.message}</Notice>}
      <ul className="mt-1 space-y-1.5">
        {near.map(({ side, difference }) => (
          <li key={side.entry_id} className="flex items-center justify-between gap-3">
            <span className="min-w-0">
              <span className="block truncate">{side.description}</span>
              <span className="block text-xs text-muted">
                {formatDate(side.date)} · <Amount amount={side.amount} currency={side.currency} />
              </span>
            </span>
            {isZero(decimal(difference)) ? (
              <Button
                size="small"
                aria-label={`It is ${side.description}`}
                busy={match.isPending}
                onClick={() => match.mutate(side.entry_id)}
              >
                It is this
              </Button>
            ) : (
              <span className="shrink-0 text-xs text-muted">
                <Amount amount={difference} currency={side.currency} plus /> off
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function isWithin(difference: string, amount: string): boolean {
  return sign(subtract(absolute(decimal(difference)), absolute(decimal(amount)))) <= 0;
}
