"use client";
import { useState } from "react";
import { AccountSelect } from "@/components/account-select";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { Field } from "@/components/field";
import { Notice } from "@/components/notice";
import type { Account, NewRule, Rule } from "@/lib/schemas";
import { useSettled } from "../accounting/use-settled";
import { DryRunResult } from "./dry-run-result";
import { useAddRule, useChangeRule, useDryRun } from "./queries";

/** Milliseconds without a key before the rule is tried. */
const PAUSE = 300;

interface Props {
  accounts: readonly Account[];
  start: { pattern: string; account_id: number | null };
  /** The rule to change; without it, a new one is made. */
  rule?: Rule;
  onClose: () => void;
}

/** A rule, and what it would have done with every line there is, before it is kept. */
export function RuleDialog({ accounts, start, rule, onClose }: Props) {
  const [pattern, setPattern] = useState(rule?.pattern ?? start.pattern);
  const [how, setHow] = useState<NonNullable<NewRule["how"]>>(rule?.how ?? "contains");
  const [accountId, setAccountId] = useState(String(rule?.account_id ?? start.account_id ?? ""));
  const add = useAddRule();
  const change = useChangeRule();
  const error = add.error ?? change.error;
  const isReady = pattern.trim() !== "" && accountId !== "";
  const wanted = useSettled(
    isReady ? JSON.stringify({ pattern: pattern.trim(), how, account_id: Number(accountId) }) : "",
    PAUSE,
  );
  const tried = useDryRun(wanted ? (JSON.parse(wanted) as NewRule) : null, rule?.id ?? null);

  function save() {
    const values = { pattern: pattern.trim(), how, account_id: Number(accountId) };
    if (rule) change.mutate({ id: rule.id, ...values }, { onSuccess: onClose });
    else add.mutate(values, { onSuccess: onClose });
  }

  return (
    <Dialog title={rule ? "Change the rule" : "Make a rule"} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
        className="space-y-3"
      >
        <div className="flex gap-2">
          <Field label="Lines whose text" className="w-36">
            {(control) => (
              <select
                {...control}
                value={how}
                onChange={(event) => setHow(event.target.value as typeof how)}
                className="control"
              >
                <option value="contains">contains</option>
                <option value="starts">starts with</option>
                <option value="equals">is</option>
              </select>
            )}
          </Field>
          <Field label="These words" hint="Capitals and spaces do not matter." className="flex-1">
            {(control) => (
              <input
                {...control}
                autoFocus
                required
                maxLength={200}
                value={pattern}
                onChange={(event) => setPattern(event.target.value)}
                className="control"
              />
            )}
          </Field>
        </div>
        <AccountSelect
          label="Are booked on"
          accounts={accounts}
          value={accountId}
          onChange={setAccountId}
        />
        {tried.data && isReady && <DryRunResult run={tried.data} accounts={accounts} />}
        {error && <Notice tone="error">{error.message}</Notice>}
        <div className="flex justify-end gap-2 pt-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={!isReady || add.isPending || change.isPending}>
            {rule ? "Save" : "Make the rule"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
