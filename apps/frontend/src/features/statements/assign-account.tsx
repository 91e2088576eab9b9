"use client";
import { useState } from "react";
import { Button } from "@/components/button";
import { Field } from "@/components/field";
import type { Account, Statement } from "@/lib/schemas";
import { AccountDialog } from "../accounting/account-dialog";
import { useAssign } from "./queries";

interface Props {
  importId: number;
  statement: Statement;
  accounts: readonly Account[];
}

/** Says which account of the ledger a statement is of; its next files follow. */
export function AssignAccount({ importId, statement, accounts }: Props) {
  const [adding, setAdding] = useState(false);
  const assign = useAssign(importId);
  const banked = accounts.filter(
    ({ type, closed }) => !closed && (type === "asset" || type === "liability"),
  );
  return (
    <div className="mt-2 flex max-w-md items-end gap-2">
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
            disabled={assign.isPending}
            onChange={(event) =>
              assign.mutate({ statement_id: statement.id, account_id: Number(event.target.value) })
            }
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
      {adding && <AccountDialog accounts={accounts} account={null} onClose={() => setAdding(false)} />}
    </div>
  );
}
