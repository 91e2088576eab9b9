"use client";
import { useState, type FormEvent } from "react";
import { Button } from "@/components/button";
import { Field } from "@/components/field";
import { Notice } from "@/components/notice";
import type { Account } from "@/lib/schemas";
import { AccountDialog } from "./account-dialog";
import type { AccountsCreation } from "./queries";
import { FIRST_CURRENCY, STARTER_SIZE, starterChart } from "./starter-chart";

/** What books without accounts show: the two ways to begin. */
export function FirstAccounts({ creation }: { creation: AccountsCreation }) {
  const [currency, setCurrency] = useState(FIRST_CURRENCY);
  const [adding, setAdding] = useState(false);

  function begin(event: FormEvent) {
    event.preventDefault();
    creation.mutate(starterChart(currency, new Set()));
  }

  return (
    <section className="mx-auto max-w-lg rounded-lg border border-line bg-surface p-6 sm:mt-10 sm:p-8">
      <h1 className="text-lg font-semibold">Begin with accounts</h1>
      <p className="mt-2 text-muted">
        Every entry moves an amount between accounts, and there are none yet. A starter chart for a
        household has {STARTER_SIZE}: cash and bank, credit card, salary, and the usual expenses.
        You can rename them, close them and add more.
      </p>
      <form onSubmit={begin} className="mt-5 flex flex-wrap items-end gap-3">
        <Field label="Currency" className="w-24">
          {(control) => (
            <input
              {...control}
              required
              pattern="[A-Z]{3}"
              title="Three capital letters, such as EUR"
              maxLength={3}
              value={currency}
              onChange={(event) => setCurrency(event.target.value.toUpperCase())}
              className="control"
            />
          )}
        </Field>
        <Button type="submit" tone="primary" busy={creation.isPending}>
          {creation.isPending ? "Creating accounts…" : "Create starter accounts"}
        </Button>
        <Button tone="quiet" onClick={() => setAdding(true)}>
          Add my own
        </Button>
      </form>
      {creation.error && <Notice tone="error">{creation.error.message}</Notice>}
      {adding && <AccountDialog accounts={[]} account={null} onClose={() => setAdding(false)} />}
    </section>
  );
}

interface UnfinishedProps {
  creation: AccountsCreation;
  accounts: readonly Account[];
}

/** Says why a part of the starter chart is missing, and creates the rest. */
export function UnfinishedChart({ creation, accounts }: UnfinishedProps) {
  const currency = accounts[0]?.currency ?? FIRST_CURRENCY;
  const taken = new Set(accounts.map((account) => account.code));
  return (
    <Notice tone="error">
      <div className="flex items-center justify-between gap-3">
        Not all accounts were created. {creation.error?.message}
        <Button size="small" onClick={() => creation.mutate(starterChart(currency, taken))}>
          Create the rest
        </Button>
      </div>
    </Notice>
  );
}
