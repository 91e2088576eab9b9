import type { UseFormReturn } from "react-hook-form";
import { Field } from "@/components/field";
import { ACCOUNT_TYPES, type Account } from "@/lib/schemas";
import type { AccountValues } from "./account-values";
import { TYPE_NAMES } from "./words";

interface Props {
  form: UseFormReturn<AccountValues>;
}

/** What may change later: code and name. */
export function Naming({ form: { register, formState } }: Props) {
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

/** What is for ever: type, currency, and the account that this one is part of. */
export function Kind({ form, accounts }: Props & { accounts: readonly Account[] }) {
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
