"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useForm, type UseFormReturn } from "react-hook-form";
import * as z from "zod";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { Field } from "@/components/field";
import { Notice } from "@/components/notice";
import { ApiError } from "@/lib/request";
import { ACCOUNT_TYPES, type Account } from "@/lib/schemas";
import { useChangeAccount, useCreateAccount } from "./queries";
import { TYPE_NAMES } from "./words";

const schema = z.object({
  code: z.string().trim().min(1, "Give the account a code").max(32, "At most 32 characters"),
  name: z.string().trim().min(1, "Give the account a name").max(200, "At most 200 characters"),
  type: z.enum(ACCOUNT_TYPES),
  currency: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{3}$/, "Three letters, such as EUR"),
  parentId: z.string(),
});

type Values = z.infer<typeof schema>;

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
  const form = useForm<Values>({
    resolver: zodResolver(schema),
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

function Naming({ form: { register, formState } }: { form: UseFormReturn<Values> }) {
  return (
    <div className="flex gap-3">
      <Field label="Code" className="w-24" error={formState.errors.code?.message}>
        {(control) => <input {...control} {...register("code")} className="control" />}
      </Field>
      <Field label="Name" className="flex-1" error={formState.errors.name?.message}>
        {(control) => <input {...control} {...register("name")} className="control" />}
      </Field>
    </div>
  );
}

function Kind({ form, accounts }: { form: UseFormReturn<Values>; accounts: readonly Account[] }) {
  const { register, formState, watch } = form;
  const parents = accounts.filter((parent) => parent.type === watch("type") && !parent.closed);
  return (
    <>
      <div className="flex gap-3">
        <Field label="Type" className="flex-1">
          {(control) => (
            <select
              {...control}
              {...register("type", { onChange: () => form.setValue("parentId", "") })}
              className="control"
            >
              {ACCOUNT_TYPES.map((type) => (
                <option key={type} value={type}>
                  {TYPE_NAMES[type].one}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Currency" className="w-24" error={formState.errors.currency?.message}>
          {(control) => <input {...control} {...register("currency")} className="control uppercase" />}
        </Field>
      </div>
      <Field label="Part of" error={formState.errors.parentId?.message}>
        {(control) => (
          <select {...control} {...register("parentId")} className="control">
            <option value="">No other account</option>
            {parents.map((parent) => (
              <option key={parent.id} value={parent.id}>
                {parent.code} {parent.name}
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  );
}

function startingValues(accounts: readonly Account[], account: Account | null): Values {
  if (account) return { ...account, parentId: String(account.parent_id ?? "") };
  return {
    code: "",
    name: "",
    type: "asset",
    currency: accounts[0]?.currency ?? "SGD",
    parentId: "",
  };
}

const FIELDS: Record<string, keyof Values> = {
  code: "code",
  name: "name",
  currency: "currency",
  parent_id: "parentId",
};

function showFault({ setError }: UseFormReturn<Values>, error: Error): void {
  const faults = error instanceof ApiError ? error.problem.errors : [];
  for (const { field, message } of faults) setError(FIELDS[field] ?? "root", { message });
  if (faults.length === 0) setError("root", { message: error.message });
}
