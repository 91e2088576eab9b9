"use client";
import { Button } from "@/components/button";
import type { Account, AccountType } from "@/lib/schemas";
import { useCreateAccounts } from "./queries";
import { FIRST_CURRENCY, starterChart } from "./starter-chart";

interface Props {
  accounts: readonly Account[];
  /** The currency that the accounts are wanted in. */
  currency: string | null;
}

const CATEGORIES: readonly AccountType[] = ["income", "expense"];

/**
 * Offers starter accounts where a choice of them would be empty: the whole chart to books without
 * accounts, and what money is earned and spent on to books that lack only that.
 */
export function StarterOffer({ accounts, currency }: Props) {
  const creation = useCreateAccounts();
  if (accounts.some(({ type, closed }) => !closed && CATEGORIES.includes(type))) return null;
  const taken = new Set(accounts.map(({ code }) => code));
  const isEmpty = accounts.length === 0;
  const chart = starterChart(currency || FIRST_CURRENCY, taken, isEmpty ? undefined : CATEGORIES);
  return (
    <div className="rounded-md bg-raised p-3">
      <p className="mb-2 text-muted">
        {isEmpty
          ? "There is no account yet to choose. Begin with the usual ones of a household, or make your own."
          : "No account says yet what money is spent on. Begin with the usual ones of a household."}
      </p>
      <Button size="small" busy={creation.isPending} onClick={() => creation.mutate(chart)}>
        {creation.isPending ? "Creating accounts…" : `Create ${chart.length} starter accounts`}
      </Button>
      {creation.error && (
        <p role="alert" className="mt-2 text-xs text-danger">
          {creation.error.message}
        </p>
      )}
    </div>
  );
}
