"use client";
import { useState } from "react";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { Panel } from "@/components/panel";
import type { Account, RuleSuggestion } from "@/lib/schemas";
import { useRefuseRule } from "./queries";
import { RuleDialog } from "./rule-dialog";
import { EMPTY_DRAFT } from "./rule-draft";
import { accountName } from "./words";

interface Props {
  suggestions: readonly RuleSuggestion[];
  accounts: readonly Account[];
}

/** Rules that a person's own decisions suggest; a refusal is remembered. */
export function SuggestedRules({ suggestions, accounts }: Props) {
  const [making, setMaking] = useState<RuleSuggestion | null>(null);
  const refuse = useRefuseRule();
  return (
    <Panel title="You decided the same several times" className="mb-4">
      {refuse.error && <Notice tone="error">{refuse.error.message}</Notice>}
      <ul className="divide-y divide-line">
        {suggestions.map((each) => (
          <li
            key={`${each.payee} ${each.account_id}`}
            className="flex flex-wrap items-center justify-between gap-3 px-4 py-2"
          >
            <span>
              “{each.payee}” went to {accountName(accounts, each.account_id)}, {each.count} of{" "}
              {each.decisions} times.
            </span>
            <span className="flex gap-2">
              <Button size="small" onClick={() => setMaking(each)}>
                Make it a rule
              </Button>
              <Button
                size="small"
                tone="quiet"
                busy={refuse.isPending}
                onClick={() => refuse.mutate({ payee: each.payee, account_id: each.account_id })}
              >
                No
              </Button>
            </span>
          </li>
        ))}
      </ul>
      {making && (
        <RuleDialog
          accounts={accounts}
          start={{ ...EMPTY_DRAFT, pattern: making.pattern, accountId: String(making.account_id) }}
          onClose={() => setMaking(null)}
        />
      )}
    </Panel>
  );
}
