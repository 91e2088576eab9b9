"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useLayoutEffect } from "react";
import { useForm } from "react-hook-form";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { Notice } from "@/components/notice";
import type { Account } from "@/lib/schemas";
import { Kind, Naming, Place } from "./account-fields";
import { accountValuesSchema, showFault, startingValues, type AccountValues } from "./account-values";
import { useChangeAccount, useCreateAccount, useRemoveAccount } from "./queries";

interface Props {
  accounts: readonly Account[];
  /** The account to change; null adds one. */
  account: Account | null;
  /** What is known of one to add, such as its currency. */
  start?: Partial<AccountValues>;
  /** Told of one that was added, before the dialog closes. */
  onAdded?: (account: Account) => void;
  onClose: () => void;
}

/** Adds an account, or renames, moves, closes, reopens and deletes one. Type and currency are for ever. */
export function AccountDialog({ accounts, account, start, onAdded, onClose }: Props) {
  const create = useCreateAccount();
  const change = useChangeAccount();
  const remove = useRemoveAccount();
  const busy = create.isPending || change.isPending || remove.isPending;
  const form = useForm<AccountValues>({
    resolver: zodResolver(accountValuesSchema),
    defaultValues: { ...startingValues(accounts, account), ...start },
  });
  // After the dialog has opened, which puts the focus on the first control: a code is suggested.
  useLayoutEffect(() => form.setFocus("name"), [form]);

  const answered = { onSuccess: onClose, onError: (error: Error) => showFault(form, error) };
  const save = form.handleSubmit(({ code, name, type, currency, parentId, cash }) => {
    const parent_id = parentId ? Number(parentId) : null;
    // Only an asset can be money at hand.
    const changed = { code, name, parent_id, ...(type === "asset" && { cash }) };
    if (account) change.mutate({ id: account.id, ...changed }, answered);
    else {
      const onSuccess = (added: Account) => {
        onAdded?.(added);
        onClose();
      };
      create.mutate({ ...changed, type, currency }, { ...answered, onSuccess });
    }
  });

  return (
    <Dialog title={account ? `Change ${account.name}` : "Add account"} onClose={onClose}>
      <form onSubmit={(event) => void save(event)} noValidate className="space-y-3">
        <Naming form={form} />
        {!account && <Kind form={form} accounts={accounts} />}
        <Place form={form} accounts={accounts} account={account} />
        {form.formState.errors.root && (
          <Notice tone="error">{form.formState.errors.root.message}</Notice>
        )}
        <div className="flex flex-wrap justify-end gap-2 pt-2">
          {account && (
            <span className="mr-auto flex gap-2">
              <Button
                busy={busy}
                onClick={() => change.mutate({ id: account.id, closed: !account.closed }, answered)}
              >
                {account.closed ? "Reopen account" : "Close account"}
              </Button>
              <Button
                tone="quiet"
                busy={busy}
                aria-label="Delete account"
                onClick={() => remove.mutate(account.id, answered)}
              >
                Delete
              </Button>
            </span>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={busy}>
            {account ? "Save" : "Add account"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
