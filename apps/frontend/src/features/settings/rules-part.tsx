"use client";
import { useLayoutEffect, useRef, useState, type RefObject } from "react";
import { Button } from "@/components/button";
import { Empty } from "@/components/empty";
import { Loaded } from "@/components/loaded";
import { Panel } from "@/components/panel";
import type { Rule } from "@/lib/schemas";
import { useAccounts } from "../accounting/queries";
import { useRules } from "../review/queries";
import { RuleDialog } from "../review/rule-dialog";
import { EMPTY_DRAFT } from "../review/rule-draft";
import { RuleList } from "./rule-list";

/** The rules that suggest an account, in the order in which they are tried. */
export function RulesPart() {
  const rules = useRules();
  const { data: accounts } = useAccounts();
  const [open, setOpen] = useState<Rule | "new" | null>(null);
  const adder = useRef<HTMLButtonElement>(null);
  useFocusOnceEmpty(adder, rules.data?.items.length);
  const add = (
    <Button ref={adder} size="small" onClick={() => setOpen("new")}>
      Make a rule
    </Button>
  );
  return (
    <Panel title="Rules, the first that fits counts" actions={add}>
      <Loaded query={rules} what="rules">
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No rule yet.">
              A rule says which account lines with some words are of. Make one here, or while you review.
            </Empty>
          ) : (
            <RuleList rules={items} accounts={accounts ?? []} onEdit={setOpen} />
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

/** Where the last rule is deleted, the focus goes to what makes one: it had nowhere else to go. */
function useFocusOnceEmpty(next: RefObject<HTMLElement | null>, count: number | undefined) {
  const before = useRef(count);
  useLayoutEffect(() => {
    if (before.current && count === 0 && document.activeElement === document.body) next.current?.focus();
    before.current = count;
  }, [next, count]);
}
