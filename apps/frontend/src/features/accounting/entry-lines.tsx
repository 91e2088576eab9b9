"use client";
import { useFieldArray, useWatch, type UseFormReturn } from "react-hook-form";
import { Button } from "@/components/button";
import { Field } from "@/components/field";
import { ACCOUNT_TYPES, type Account } from "@/lib/schemas";
import { EMPTY_LINE, type EntryValues } from "./entry-rules";
import { TYPE_NAMES } from "./words";

interface Props {
  form: UseFormReturn<EntryValues>;
  accounts: readonly Account[];
}

const GRID =
  "grid grid-cols-[1fr_1fr_auto] gap-2 sm:grid-cols-[minmax(0,3fr)_minmax(0,2fr)_7rem_7rem_2rem]";

/** The lines of the entry being written: account, memo, and a debit or a credit. */
export function EntryLines({ form, accounts }: Props) {
  const { fields, append, remove } = useFieldArray({ control: form.control, name: "lines" });
  return (
    <fieldset className="mt-4">
      <legend className="sr-only">Lines</legend>
      <div aria-hidden className={`${GRID} mb-1 hidden text-xs text-muted sm:grid`}>
        <span>Account</span>
        <span>Memo</span>
        <span className="text-right">Debit</span>
        <span className="text-right">Credit</span>
      </div>
      <ol className="space-y-3 sm:space-y-1.5">
        {fields.map(({ id }, index) => (
          <li key={id}>
            <Line
              form={form}
              accounts={accounts}
              index={index}
              onRemove={fields.length > 2 ? () => remove(index) : null}
            />
          </li>
        ))}
      </ol>
      <Button size="small" className="mt-2" onClick={() => append({ ...EMPTY_LINE })}>
        Add line
      </Button>
    </fieldset>
  );
}

interface LineProps extends Props {
  index: number;
  /** Null while the entry has no line to spare. */
  onRemove: (() => void) | null;
}

function Line({ form, accounts, index, onRemove }: LineProps) {
  const number = index + 1;
  const errors = form.formState.errors.lines?.[index];
  return (
    <div className={GRID}>
      <Field
        label={`Account of line ${number}`}
        hideLabel
        error={errors?.accountId?.message}
        className="col-span-3 sm:col-span-1"
      >
        {(control) => (
          <select {...control} {...form.register(`lines.${index}.accountId`)} className="control">
            <option value="">Choose an account</option>
            <AccountChoices accounts={accounts} />
          </select>
        )}
      </Field>
      <Field
        label={`Memo of line ${number}`}
        hideLabel
        error={errors?.memo?.message}
        className="col-span-3 sm:col-span-1"
      >
        {(control) => (
          <input
            {...control}
            {...form.register(`lines.${index}.memo`)}
            maxLength={500}
            placeholder="Memo"
            className="control"
          />
        )}
      </Field>
      <AmountField side="debit" {...{ form, index, accounts }} />
      <AmountField side="credit" {...{ form, index, accounts }} />
      {onRemove && (
        <Button
          tone="quiet"
          aria-label={`Remove line ${number}`}
          onClick={onRemove}
          className="w-8 px-0!"
        >
          ×
        </Button>
      )}
    </div>
  );
}

function AccountChoices({ accounts }: { accounts: readonly Account[] }) {
  return ACCOUNT_TYPES.map((type) => {
    const open = accounts.filter((account) => account.type === type && !account.closed);
    if (open.length === 0) return null;
    return (
      <optgroup key={type} label={TYPE_NAMES[type].many}>
        {open.map(({ id, code, name, currency }) => (
          <option key={id} value={id}>
            {code} {name} ({currency})
          </option>
        ))}
      </optgroup>
    );
  });
}

type Side = "debit" | "credit";
const NAMES: Record<Side, string> = { debit: "Debit", credit: "Credit" };
const OTHER: Record<Side, Side> = { debit: "credit", credit: "debit" };

interface AmountFieldProps extends Props {
  side: Side;
  index: number;
}

/** A line is a debit or a credit: typing in one empties the other. */
function AmountField({ form, accounts, index, side }: AmountFieldProps) {
  const accountId = useWatch({ control: form.control, name: `lines.${index}.accountId` });
  const currency = accounts.find((account) => String(account.id) === accountId)?.currency;
  const { onChange, ...registered } = form.register(`lines.${index}.${side}`);
  return (
    <Field
      label={`${NAMES[side]} of line ${index + 1}${currency ? ` in ${currency}` : ""}`}
      hideLabel
      error={form.formState.errors.lines?.[index]?.[side]?.message}
    >
      {(control) => (
        <input
          {...control}
          {...registered}
          onChange={(event) => {
            if (event.target.value) form.setValue(`lines.${index}.${OTHER[side]}`, "");
            return onChange(event);
          }}
          inputMode="decimal"
          autoComplete="off"
          placeholder={currency ?? NAMES[side]}
          className="control figures"
        />
      )}
    </Field>
  );
}
