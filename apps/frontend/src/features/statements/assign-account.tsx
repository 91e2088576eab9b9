"use client";
import { useState } from "react";
import { Button } from "@/components/button";
import { Field } from "@/components/field";
import type { Account, Statement } from "@/lib/schemas";
import { AccountDialog } from "../accounting/account-dialog";
import { StarterOffer } from "../accounting/starter-offer";
import { useAssign } from "./queries";

interface Props {
  importId: number;
  statement: Statement;
  /** Undefined until they are read. */
  accounts: readonly Account[] | undefined;
}

/** Says which account of the ledger a statement is of; its next files follow. */
export function AssignAccount({ importId, statement, accounts }: Props) {
  const [adding, setAdding] = useState(false);
  const assign = useAssign(importId);
  const choose = (account_id: number) =>
    assign.mutate({ statement_id: statement.id, account_id });
  const banked = (accounts ?? []).filter(
    ({ type, closed }) => !closed && (type === "asset" || type === "liability"),
  );
  const currency = statement.currency ?? statement.told_currency;
  return (
    <div className="mt-2 max-w-md space-y-2">
      {accounts?.length === 0 && <StarterOffer accounts={accounts} currency={currency} />}
      <div className="flex items-end gap-2">
        <Field
          label="Is of the account"
          error={
            assign.error?.message ??
            (statement.account_id === null ? "Say which account this is" : undefined)
          }
          className="flex-1"
        >
          {(control) => (
            <select
              {...control}
              value={statement.account_id ?? ""}
              onChange={(event) => choose(Number(event.target.value))}
              className="control"
            >
              <option value="" disabled>
                Choose an account
              </option>
              {banked.map(({ id, code, name, currency }) => (
                <option key={id} value={id}>
                  {code} {name} ({currency})
                </option>
              ))}
            </select>
          )}
        </Field>
        <Button className="mt-5 self-start" onClick={() => setAdding(true)}>
          New account
        </Button>
      </div>
      {adding && (
        <AccountDialog
          accounts={accounts ?? []}
          account={null}
          {...(currency && { start: { currency } })}
          onAdded={(added) => choose(added.id)}
          onClose={() => setAdding(false)}
        />
      )}
    </div>
  );
}
