"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useEffect, useMemo } from "react";
import { useForm, useWatch, type UseFormReturn } from "react-hook-form";
import { Button } from "@/components/button";
import { Field } from "@/components/field";
import { Notice } from "@/components/notice";
import { FIRST_DAY, LAST_DAY, localDate } from "@/lib/dates";
import { ApiError } from "@/lib/request";
import type { Account } from "@/lib/schemas";
import { placeProblem } from "./entry-faults";
import { EntryLines } from "./entry-lines";
import {
  accountsById,
  EMPTY_LINE,
  entryValuesSchema,
  isReady,
  toNewEntry,
  type EntryValues,
} from "./entry-rules";
import { ExchangeOffer } from "./exchange-offer";
import { useCreateEntry } from "./queries";
import { RunningDifference } from "./running-difference";
import { useDraft } from "./use-draft";

interface Props {
  accounts: readonly Account[];
  /** Told what was saved, as a sentence. */
  onSaved: (message: string) => void;
  onClose: () => void;
}

/** Enters a balanced entry. After saving it is ready for the next one, on the same date. */
export function EntryForm({ accounts, onSaved, onClose }: Props) {
  const byId = useMemo(() => accountsById(accounts), [accounts]);
  const create = useCreateEntry();
  const draft = useDraft();
  const form = useForm<EntryValues>({
    resolver: zodResolver(entryValuesSchema(byId)),
    defaultValues: draft.read() ?? blankEntry(localDate(new Date())),
  });
  const typed = useWatch({ control: form.control, compute: (values: EntryValues) => values });
  useEffect(() => draft.keep(typed), [draft, typed]);
  const { lines, exchange } = typed;
  const blocked = create.isPending || !isReady({ lines, exchange }, byId);

  const save = (post: boolean) =>
    form.handleSubmit((values) =>
      create.mutate(toNewEntry(values, post, byId), {
        onError: (error) => showProblem(form, error),
        onSuccess: ({ description }) => {
          onSaved(`${post ? "Posted" : "Saved as a draft"}: ${description}`);
          form.reset(blankEntry(values.date));
          form.setFocus("description");
        },
      }),
    );

  function close() {
    draft.forget();
    onClose();
  }

  return (
    <form onSubmit={(event) => void save(true)(event)} noValidate className="p-4">
      <EntryHeading form={form} />
      <EntryLines form={form} accounts={accounts} />
      <ExchangeOffer lines={lines} accounts={byId} form={form} />
      <RunningDifference lines={lines} exchange={exchange} accounts={byId} />
      {form.formState.errors.root && (
        <Notice tone="error">{form.formState.errors.root.message}</Notice>
      )}
      <div className="mt-3 flex flex-wrap justify-end gap-2">
        <Button tone="quiet" onClick={close}>
          Close
        </Button>
        <Button disabled={blocked} onClick={() => void save(false)()}>
          Save draft
        </Button>
        <Button type="submit" tone="primary" disabled={blocked}>
          Post entry
        </Button>
      </div>
    </form>
  );
}

function EntryHeading({ form: { register, formState } }: { form: UseFormReturn<EntryValues> }) {
  const { errors } = formState;
  return (
    <div className="flex flex-wrap gap-3">
      <Field label="Date" className="w-40" error={errors.date?.message}>
        {(control) => (
          <input
            {...control}
            {...register("date")}
            type="date"
            min={FIRST_DAY}
            max={LAST_DAY}
            required
            className="control"
          />
        )}
      </Field>
      <Field label="Description" className="flex-1 basis-56" error={errors.description?.message}>
        {(control) => (
          <input
            {...control}
            {...register("description")}
            required
            // Opening the form is asking to write; the date is filled in already.
            autoFocus
            maxLength={500}
            autoComplete="off"
            placeholder="What happened, and with whom"
            className="control"
          />
        )}
      </Field>
    </div>
  );
}

function blankEntry(date: string): EntryValues {
  return { date, description: "", lines: [{ ...EMPTY_LINE }, { ...EMPTY_LINE }], exchange: false };
}

/** Puts what the server refused at its field, and the rest under the lines. */
function showProblem({ setError, getValues }: UseFormReturn<EntryValues>, error: Error): void {
  if (!(error instanceof ApiError)) return setError("root", { message: error.message });
  placeProblem(error.problem, getValues()).forEach(({ path, message }, index) => {
    setError(path ?? "root", { type: "server", message }, { shouldFocus: index === 0 });
  });
}
