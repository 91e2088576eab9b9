"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useLayoutEffect, useRef, useState } from "react";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import type { Account, Rule } from "@/lib/schemas";
import { useChangeRule, useOrderRules, useRemoveRule } from "../review/queries";
import { accountName } from "../review/words";

type By = 1 | -1;

const BY_KEY: Record<string, By> = { ArrowUp: -1, ArrowDown: 1 };

interface Props {
  rules: readonly Rule[];
  accounts: readonly Account[];
  onEdit: (rule: Rule) => void;
}

/** Rules in their order, which arrows change: a moved one keeps the focus, and its place is told. */
export function RuleList({ rules, accounts, onEdit }: Props) {
  const order = useOrderRules();
  const focused = useRef<Element | null>(null);
  const [said, setSaid] = useState("");
  // A new order shows at once, so that a second press of the key starts from it.
  const shown = order.isPending ? inOrder(rules, order.variables) : rules;
  const ids = shown.map(({ id }) => id);
  const sequence = ids.join();

  // A browser takes the focus from an element that is put elsewhere in the document, or taken away.
  useLayoutEffect(() => {
    if (document.activeElement === document.body && focused.current instanceof HTMLElement)
      focused.current.focus();
  }, [sequence]);

  /** Keeps where the focus goes once a rule is gone: to deleting the next one, else the one before. */
  function leave(row: Element | null) {
    const next = row?.nextElementSibling ?? row?.previousElementSibling;
    focused.current = next?.querySelector("[data-delete]") ?? null;
  }

  function move(rule: Rule, by: By) {
    const place = ids.indexOf(rule.id);
    const next = ids[place + by];
    if (next === undefined) return;
    focused.current = document.activeElement;
    setSaid(`“${rule.pattern}” is tried as number ${place + by + 1} of ${ids.length}.`);
    order.mutate(ids.with(place, next).with(place + by, rule.id), { onError: () => setSaid("") });
  }

  return (
    <>
      {order.error && <Notice tone="error">{order.error.message}</Notice>}
      <p role="status" className="sr-only">
        {said}
      </p>
      <ol className="divide-y divide-line">
        {shown.map((rule, place) => (
          <Row
            key={rule.id}
            rule={rule}
            account={accountName(accounts, rule.account_id)}
            onEdit={() => onEdit(rule)}
            onMove={(by) => move(rule, by)}
            onLeave={leave}
            onGone={() => setSaid(`“${rule.pattern}” is deleted.`)}
            isFirst={place === 0}
            isLast={place === shown.length - 1}
          />
        ))}
      </ol>
    </>
  );
}

/** The rules as the ids say; one that they do not name is left where it is at the end. */
function inOrder(rules: readonly Rule[], ids: readonly number[]): Rule[] {
  const place = (rule: Rule) => (ids.includes(rule.id) ? ids.indexOf(rule.id) : ids.length);
  return rules.toSorted((left, right) => place(left) - place(right));
}

interface RowProps {
  rule: Rule;
  account: string;
  onEdit: () => void;
  onMove: (by: By) => void;
  /** Told the element of a rule that is about to be deleted. */
  onLeave: (row: Element | null) => void;
  onGone: () => void;
  isFirst: boolean;
  isLast: boolean;
}

function Row({ rule, account, onEdit, onMove, onLeave, onGone, isFirst, isLast }: RowProps) {
  const change = useChangeRule();
  const remove = useRemoveRule();
  const error = change.error ?? remove.error;
  return (
    <li
      onKeyDown={(event) => {
        const by = event.altKey && BY_KEY[event.key];
        if (!by) return;
        event.preventDefault();
        onMove(by);
      }}
      className={`px-4 py-2 ${rule.enabled ? "" : "text-muted"}`}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 flex-1 basis-52">
          {rule.sentence} <span className="text-accent">→ {account}</span>
          {!rule.enabled && " (off)"}
        </span>
        <span className="flex">
          <Mover rule={rule} by={-1} isEnd={isFirst} onMove={onMove} />
          <Mover rule={rule} by={1} isEnd={isLast} onMove={onMove} />
          <Button
            size="small"
            tone="quiet"
            aria-label={`Switch ${rule.pattern} ${rule.enabled ? "off" : "on"}`}
            busy={change.isPending}
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
            data-delete
            busy={remove.isPending}
            onClick={({ currentTarget }) => {
              onLeave(currentTarget.closest("li"));
              remove.mutate(rule.id, { onSuccess: onGone });
            }}
          >
            Delete
          </Button>
        </span>
      </div>
      {error && <Notice tone="error">{error.message}</Notice>}
    </li>
  );
}

type MoverProps = Pick<RowProps, "rule" | "onMove"> & { by: By; isEnd: boolean };

/** Stays in reach of the focus at the end of the list, where it does nothing. */
function Mover({ rule, by, isEnd, onMove }: MoverProps) {
  const Arrow = by < 0 ? ArrowUp : ArrowDown;
  return (
    <Button
      size="small"
      tone="quiet"
      aria-label={`Try ${rule.pattern} ${by < 0 ? "earlier" : "later"}`}
      aria-keyshortcuts={by < 0 ? "Alt+ArrowUp" : "Alt+ArrowDown"}
      title={`Alt + ${by < 0 ? "↑" : "↓"}`}
      aria-disabled={isEnd}
      className="aria-disabled:opacity-45"
      onClick={() => onMove(by)}
    >
      <Arrow aria-hidden className="size-3.5" />
    </Button>
  );
}
