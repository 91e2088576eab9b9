import type { ChangeEvent } from "react";
import type { UseFormReturn } from "react-hook-form";
import { Field } from "@/components/field";
import { ACCOUNT_TYPES, type Account, type AccountType } from "@/lib/schemas";
import { nextCode, possibleParents, type AccountValues } from "./account-values";
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

interface KindProps extends Props {
  accounts: readonly Account[];
}

/** What is for ever: type and currency. */
export function Kind({ form, accounts }: KindProps) {
  const { register, formState, setValue, getFieldState } = form;
  const follow = (type: AccountType) => {
    setValue("parentId", "");
    // A code that a person wrote stays.
    if (!getFieldState("code").isDirty) setValue("code", nextCode(accounts, type));
  };
  return (
    <div className="flex gap-3">
      <Field label="Type" className="flex-1">
        {(control) => (
          <select
            {...control}
            {...register("type", {
              onChange: (event: ChangeEvent<HTMLSelectElement>) =>
                follow(event.target.value as AccountType),
            })}
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
  );
}

interface PlaceProps extends Props {
  accounts: readonly Account[];
  /** The account that is changed; null while one is added. */
  account: Account | null;
}

/** Where the account stands in the tree, and whether it is money at hand. */
export function Place({ form: { register, formState, watch }, accounts, account }: PlaceProps) {
  const type = watch("type");
  return (
    <>
      <Field label="Part of" error={formState.errors.parentId?.message}>
        {(control) => (
          <select {...control} {...register("parentId")} className="control">
            <option value="">No other account</option>
            {possibleParents(accounts, type, account).map((parent) => (
              <option key={parent.id} value={parent.id}>
                {parent.code} {parent.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      {type === "asset" && (
        <Field
          label="Money at hand"
          hint="The cash flow counts what comes into and goes out of such accounts."
          error={formState.errors.cash?.message}
          className="grid grid-cols-[auto_1fr] gap-x-2 *:[label]:order-1 *:[p]:order-2 *:[p]:col-span-2"
        >
          {(control) => <input {...control} {...register("cash")} type="checkbox" className="size-4" />}
        </Field>
      )}
    </>
  );
}
