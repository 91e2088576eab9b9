"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/button";
import { Field } from "@/components/field";
import { Loaded } from "@/components/loaded";
import { Panel } from "@/components/panel";
import { api } from "@/lib/client";
import { REVIEW } from "@/lib/keys";
import { answered, faultAt } from "@/lib/request";
import type { Thresholds } from "@/lib/schemas";
import { Outcome } from "./outcome";

/** When the program decides by itself, and when it asks. */
export function ThresholdsPart() {
  const thresholds = useQuery({
    queryKey: [REVIEW, "thresholds"],
    queryFn: () => answered(api.GET("/api/reconciliation/thresholds")),
  });
  return (
    <Panel title="Matching">
      <Loaded query={thresholds} what="thresholds">
        {(found) => <ThresholdsForm found={found} />}
      </Loaded>
    </Panel>
  );
}

/** Chances are shares, which people write in percent. */
const FIELDS = [
  ["accept_at", "Match by itself from", "A chance of being right of at least this, in percent", 100],
  ["propose_at", "Propose from", "Below it a line stays unmatched, in percent", 100],
  ["fee_share", "A fee is at most this share", "Of the amount, in percent", 20],
] as const;

function ThresholdsForm({ found }: { found: Thresholds }) {
  const client = useQueryClient();
  const [values, setValues] = useState(found);
  const save = useMutation({
    mutationFn: (body: Thresholds) => answered(api.PUT("/api/reconciliation/thresholds", { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: [REVIEW] }),
  });
  const isPlaced = Object.keys(values).some((field) => faultAt(save.error, field) !== undefined);
  const set = (change: Partial<Thresholds>) => setValues({ ...values, ...change });
  return (
    <form
      className="p-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(values);
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        {FIELDS.map(([name, label, hint, most]) => (
          <Field key={name} label={label} hint={hint} error={faultAt(save.error, name)}>
            {(control) => (
              <input
                {...control}
                type="number"
                required
                min={0}
                max={most}
                step={0.1}
                value={Number((values[name] * 100).toFixed(2))}
                onChange={(event) => set({ [name]: event.target.valueAsNumber / 100 || 0 })}
                className="control"
              />
            )}
          </Field>
        ))}
        <Field
          label="Days between line and entry"
          hint="How far apart the two may be"
          error={faultAt(save.error, "days")}
        >
          {(control) => (
            <input
              {...control}
              type="number"
              required
              min={0}
              max={60}
              value={values.days}
              onChange={(event) => set({ days: event.target.valueAsNumber || 0 })}
              className="control"
            />
          )}
        </Field>
        <Field
          label="A fee is at most this sum"
          hint="In the currency of the line"
          error={faultAt(save.error, "fee_most")}
        >
          {(control) => (
            <input
              {...control}
              required
              inputMode="decimal"
              pattern="\d+(\.\d{1,4})?"
              value={values.fee_most}
              onChange={(event) => set({ fee_most: event.target.value })}
              className="control"
            />
          )}
        </Field>
      </div>
      <Button type="submit" className="mt-4" busy={save.isPending}>
        Save
      </Button>
      <Outcome
        change={save}
        isPlaced={isPlaced}
        done="Saved. They count from the next matching on."
      />
    </form>
  );
}
