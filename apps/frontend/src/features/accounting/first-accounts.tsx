"use client";
import { useState, type FormEvent } from "react";
import { Button } from "@/components/button";
import { Field } from "@/components/field";
import { Notice } from "@/components/notice";
import { AccountDialog } from "./account-dialog";
import { useCreateAccounts } from "./queries";
import { FIRST_CURRENCY, STARTER_SIZE, starterChart } from "./starter-chart";

/** What books without accounts show: the two ways to begin. */
export function FirstAccounts() {
  const [currency, setCurrency] = useState(FIRST_CURRENCY);
  const [adding, setAdding] = useState(false);
  const create = useCreateAccounts();

  function begin(event: FormEvent) {
    event.preventDefault();
    create.mutate(starterChart(currency, new Set()));
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
        <Button type="submit" tone="primary" disabled={create.isPending}>
          {create.isPending ? "Creating accounts…" : "Create starter accounts"}
        </Button>
        <Button tone="quiet" onClick={() => setAdding(true)}>
          Add my own
        </Button>
      </form>
      {create.error && <Notice tone="error">{create.error.message}</Notice>}
      {adding && <AccountDialog accounts={[]} account={null} onClose={() => setAdding(false)} />}
    </section>
  );
}
