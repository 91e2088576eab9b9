"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { Notice } from "@/components/notice";
import type { Account } from "@/lib/schemas";
import { Kind, Naming } from "./account-fields";
import { accountValuesSchema, showFault, startingValues, type AccountValues } from "./account-values";
import { useChangeAccount, useCreateAccount } from "./queries";

interface Props {
  accounts: readonly Account[];
  /** The account to change; null adds one. */
  account: Account | null;
  onClose: () => void;
}

/** Adds an account, or renames, closes and reopens one. Type and currency are for ever. */
export function AccountDialog({ accounts, account, onClose }: Props) {
  const create = useCreateAccount();
  const change = useChangeAccount();
  const busy = create.isPending || change.isPending;
  const form = useForm<AccountValues>({
    resolver: zodResolver(accountValuesSchema),
    defaultValues: startingValues(accounts, account),
  });

  const failed = (error: Error) => showFault(form, error);
  const save = form.handleSubmit(({ parentId, ...values }) => {
    const answered = { onSuccess: onClose, onError: failed };
    const { code, name } = values;
    if (account) change.mutate({ id: account.id, code, name }, answered);
    else create.mutate({ ...values, parent_id: parentId ? Number(parentId) : null }, answered);
  });

  return (
    <Dialog title={account ? `Change ${account.name}` : "Add account"} onClose={onClose}>
      <form onSubmit={(event) => void save(event)} noValidate className="space-y-3">
        <Naming form={form} />
        {!account && <Kind form={form} accounts={accounts} />}
        {form.formState.errors.root && (
          <Notice tone="error">{form.formState.errors.root.message}</Notice>
        )}
        <div className="flex justify-end gap-2 pt-2">
          {account && (
            <Button
              disabled={busy}
              className="mr-auto"
              onClick={() =>
                change.mutate(
                  { id: account.id, closed: !account.closed },
                  { onSuccess: onClose, onError: failed },
                )
              }
            >
              {account.closed ? "Reopen account" : "Close account"}
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={busy}>
            {account ? "Save" : "Add account"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
