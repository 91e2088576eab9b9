"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/button";
import { Empty } from "@/components/empty";
import { Loaded } from "@/components/loaded";
import { Notice } from "@/components/notice";
import { Panel } from "@/components/panel";
import type { Rule } from "@/lib/schemas";
import { useAccounts } from "../accounting/queries";
import { useChangeRule, useOrderRules, useRemoveRule, useRules } from "../review/queries";
import { RuleDialog } from "../review/rule-dialog";
import { EMPTY_DRAFT } from "../review/rule-draft";
import { accountName } from "../review/words";

/** The rules that suggest an account, in the order in which they are tried. */
export function RulesPart() {
  const rules = useRules();
  const { data: accounts } = useAccounts();
  const [open, setOpen] = useState<Rule | "new" | null>(null);
  const order = useOrderRules();
  const add = (
    <Button size="small" onClick={() => setOpen("new")}>
      Make a rule
    </Button>
  );
  return (
    <Panel title="Rules, the first that fits counts" actions={add}>
      {order.error && <Notice tone="error">{order.error.message}</Notice>}
      <Loaded query={rules} what="rules">
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No rule yet.">
              A rule says which account lines with some words are of. Make one here, or while you review.
            </Empty>
          ) : (
            <ol className="divide-y divide-line">
              {items.map((rule, place) => (
                <Row
                  key={rule.id}
                  rule={rule}
                  account={accountName(accounts ?? [], rule.account_id)}
                  onEdit={() => setOpen(rule)}
                  onMove={(by) => order.mutate(moved(items, place, by))}
                  isFirst={place === 0}
                  isLast={place === items.length - 1}
                />
              ))}
            </ol>
          )
        }
      </Loaded>
      {open && (
        <RuleDialog
          accounts={accounts ?? []}
          start={EMPTY_DRAFT}
          {...(open !== "new" && { rule: open })}
          onClose={() => setOpen(null)}
        />
      )}
    </Panel>
  );
}

/** The ids with the one at `place` moved. */
function moved(rules: readonly Rule[], place: number, by: number): number[] {
  const ids = rules.map(({ id }) => id);
  const [id] = ids.splice(place, 1);
  if (id !== undefined) ids.splice(place + by, 0, id);
  return ids;
}

interface RowProps {
  rule: Rule;
  account: string;
  onEdit: () => void;
  onMove: (by: 1 | -1) => void;
  isFirst: boolean;
  isLast: boolean;
}

function Row({ rule, account, onEdit, onMove, isFirst, isLast }: RowProps) {
  const change = useChangeRule();
  const remove = useRemoveRule();
  const error = change.error ?? remove.error;
  return (
    <li className={`px-4 py-2 ${rule.enabled ? "" : "text-muted"}`}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 flex-1 basis-52">
          {rule.sentence} <span className="text-accent">→ {account}</span>
          {!rule.enabled && " (off)"}
        </span>
        <span className="flex">
          <Button
            size="small"
            tone="quiet"
            aria-label={`Try ${rule.pattern} earlier`}
            disabled={isFirst}
            onClick={() => onMove(-1)}
          >
            <ArrowUp aria-hidden className="size-3.5" />
          </Button>
          <Button
            size="small"
            tone="quiet"
            aria-label={`Try ${rule.pattern} later`}
            disabled={isLast}
            onClick={() => onMove(1)}
          >
            <ArrowDown aria-hidden className="size-3.5" />
          </Button>
          <Button
            size="small"
            tone="quiet"
            aria-label={`Switch ${rule.pattern} ${rule.enabled ? "off" : "on"}`}
            disabled={change.isPending}
            onClick={() => change.mutate({ id: rule.id, enabled: !rule.enabled })}
          >
            {rule.enabled ? "Switch off" : "Switch on"}
          </Button>
          <Button size="small" tone="quiet" aria-label={`Change ${rule.pattern}`} onClick={onEdit}>
            Change
          </Button>
          <Button
            size="small"
            tone="quiet"
            aria-label={`Delete ${rule.pattern}`}
            disabled={remove.isPending}
            onClick={() => remove.mutate(rule.id)}
          >
            Delete
          </Button>
        </span>
      </div>
      {error && <Notice tone="error">{error.message}</Notice>}
    </li>
  );
}
