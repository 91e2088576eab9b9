"use client";
import { useLayoutEffect, useRef, useState, type RefObject } from "react";
import { AccountSelect } from "@/components/account-select";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { Field } from "@/components/field";
import { Notice } from "@/components/notice";
import type { Account, NewRule, Rule } from "@/lib/schemas";
import { useSettled } from "../accounting/use-settled";
import { DryRunResult } from "./dry-run-result";
import { useAddRule, useChangeRule, useDryRun } from "./queries";
import { boundFault, draftOf, ruleOf, type RuleDraft } from "./rule-draft";

/** Milliseconds without a key before the rule is tried. */
const PAUSE = 300;

interface Props {
  accounts: readonly Account[];
  /** What the dialog begins with. */
  start: RuleDraft;
  /** The rule to change; without it, a new one is made. */
  rule?: Rule;
  /** How many lines it is made for, where it is more than one. */
  about?: number;
  onClose: () => void;
}

/** A rule, and what it would have done with every line there is, before it is kept. */
export function RuleDialog({ accounts, start, rule, about = 1, onClose }: Props) {
  const [draft, setDraft] = useState(rule ? draftOf(rule) : start);
  const edit = (changes: Partial<RuleDraft>) => setDraft({ ...draft, ...changes });
  const add = useAddRule();
  const change = useChangeRule();
  const error = add.error ?? change.error;
  const ready = ruleOf(draft);
  const wanted = useSettled(ready ? JSON.stringify(ready) : "", PAUSE);
  const words = useRef<HTMLInputElement>(null);
  // After the dialog has opened, which puts the focus on the first control there is.
  useLayoutEffect(() => words.current?.focus(), []);
  const tried = useDryRun(wanted ? (JSON.parse(wanted) as NewRule) : null, rule?.id ?? null);

  function save() {
    if (!ready) return;
    if (rule) change.mutate({ id: rule.id, ...ready }, { onSuccess: onClose });
    else add.mutate(ready, { onSuccess: onClose });
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
        {about > 1 && (
          <p className="text-muted">
            {start.pattern
              ? `One rule for the ${about} picked lines: these are the words that they share.`
              : `The ${about} picked lines share no words: one rule can fit only some of them.`}
          </p>
        )}
        <Words draft={draft} onEdit={edit} input={words} />
        <div className="flex gap-2">
          <Bound draft={draft} which="least" label="Amount at least" onEdit={edit} />
          <Bound draft={draft} which="most" label="Amount at most" onEdit={edit} />
        </div>
        <AccountSelect
          label="Are booked on"
          accounts={accounts}
          value={draft.accountId}
          onChange={(accountId) => edit({ accountId })}
        />
        {tried.data && ready && <DryRunResult run={tried.data} accounts={accounts} />}
        {error && <Notice tone="error">{error.message}</Notice>}
        <div className="flex justify-end gap-2 pt-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={add.isPending || change.isPending} disabled={!ready}>
            {rule ? "Save" : "Make the rule"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface PartProps {
  draft: RuleDraft;
  onEdit: (changes: Partial<RuleDraft>) => void;
}

function Words({ draft, onEdit, input }: PartProps & { input: RefObject<HTMLInputElement | null> }) {
  return (
    <div className="flex gap-2">
      <Field label="Lines whose text" className="w-36">
        {(control) => (
          <select
            {...control}
            value={draft.how}
            onChange={(event) => onEdit({ how: event.target.value as RuleDraft["how"] })}
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
            ref={input}
            required
            maxLength={200}
            value={draft.pattern}
            onChange={(event) => onEdit({ pattern: event.target.value })}
            className="control"
          />
        )}
      </Field>
    </div>
  );
}

/** One side of the amounts that a rule takes; empty for none. */
function Bound({ draft, which, label, onEdit }: PartProps & { which: "least" | "most"; label: string }) {
  return (
    <Field
      label={label}
      hint={which === "least" ? "Below zero is money that left." : "Leave empty for any."}
      error={boundFault(draft, which)}
      className="flex-1"
    >
      {(control) => (
        <input
          {...control}
          inputMode="decimal"
          autoComplete="off"
          maxLength={40}
          value={draft[which]}
          onChange={(event) => onEdit({ [which]: event.target.value })}
          className="control text-right tabular-nums"
        />
      )}
    </Field>
  );
}
