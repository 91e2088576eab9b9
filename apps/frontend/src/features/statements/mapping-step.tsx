"use client";
import { useState } from "react";
import { Button } from "@/components/button";
import { Field } from "@/components/field";
import { Loaded } from "@/components/loaded";
import { Notice } from "@/components/notice";
import { Panel } from "@/components/panel";
import type { CsvProfile, Import, Mapping } from "@/lib/schemas";
import { missing } from "./mapping";
import { MappingColumns } from "./mapping-columns";
import { MappingStyle } from "./mapping-style";
import { MappingTrial } from "./mapping-trial";
import { useConfirmMapping, useMapping } from "./queries";

/** How a CSV file of a style that is new is read: detected, and confirmed by a person. */
export function MappingStep({ found }: { found: Import }) {
  const mapping = useMapping(found.id);
  return (
    <Loaded query={mapping} what="the columns">
      {(known) => <MappingForm found={found} mapping={known} />}
    </Loaded>
  );
}

const NOTHING_KNOWN: CsvProfile = {
  date: 0,
  texts: [],
  amount: null,
  debit: null,
  credit: null,
  direction: null,
  value_date: null,
  balance: null,
  bank_id: null,
  currency_column: null,
  account_column: null,
};

function MappingForm({ found, mapping }: { found: Import; mapping: Mapping }) {
  const [profile, setProfile] = useState<CsvProfile>(mapping.used ?? mapping.detected ?? NOTHING_KNOWN);
  const [name, setName] = useState(nameOf(found.file.name));
  const confirm = useConfirmMapping(found.id);
  const open = missing(profile);
  return (
    <div className="space-y-4">
      <Panel title="1. What each column is">
        <MappingColumns mapping={mapping} profile={profile} onChange={setProfile} />
        <MappingStyle profile={profile} onChange={setProfile} />
      </Panel>
      <Panel title="2. What is read that way">
        <MappingTrial id={found.id} profile={open ? null : profile} open={open} />
      </Panel>
      <Panel title="3. Keep it for the next file">
        <form
          className="flex flex-wrap items-end gap-3 p-4"
          onSubmit={(event) => {
            event.preventDefault();
            confirm.mutate({ name, profile });
          }}
        >
          <Field
            label="Name of this style"
            hint="Files with the same heading are read this way from now on."
            className="flex-1 basis-60"
          >
            {(control) => (
              <input
                {...control}
                required
                value={name}
                maxLength={200}
                onChange={(event) => setName(event.target.value)}
                className="control"
              />
            )}
          </Field>
          <Button
            type="submit"
            tone="primary"
            className="mb-5"
            busy={confirm.isPending}
            disabled={open !== ""}
          >
            Read the file this way
          </Button>
        </form>
        {confirm.error && (
          <div className="px-4">
            <Notice tone="error">{confirm.error.message}</Notice>
          </div>
        )}
      </Panel>
    </div>
  );
}

/** `2026-03 Giro.csv` as `Giro`: what a bank's files have in common. */
function nameOf(file: string): string {
  return (
    file
      .replace(/\.\w+$/, "")
      .replace(/[\d_-]+/g, " ")
      .trim() || "My bank"
  );
}
