"use client";
import { Button } from "@/components/button";
import { Field } from "@/components/field";
import { FIRST_DAY, LAST_DAY } from "@/lib/dates";
import type { Account } from "@/lib/schemas";
import { AUDIT_KINDS, type AuditKind, type AuditWish } from "./audit-rules";

interface Props {
  wish: AuditWish;
  accounts: readonly Account[];
  onChange: (change: Partial<AuditWish>) => void;
}

const NOTHING: AuditWish = { kind: "", id: "", from: "", to: "" };

/** Which changes are shown: of a kind, of one thing, of some days. */
export function AuditFilter({ wish, accounts, onChange }: Props) {
  return (
    <div className="mb-4 flex flex-wrap items-end gap-3">
      <Field label="Kind" className="w-full sm:w-48">
        {(control) => (
          <select
            {...control}
            value={wish.kind}
            onChange={(event) => onChange({ kind: event.target.value as AuditKind | "", id: "" })}
            className="control"
          >
            <option value="">All kinds</option>
            {(Object.keys(AUDIT_KINDS) as AuditKind[]).map((kind) => (
              <option key={kind} value={kind}>
                {AUDIT_KINDS[kind].name}
              </option>
            ))}
          </select>
        )}
      </Field>
      {wish.kind === "account" && <OneAccount {...{ wish, accounts, onChange }} />}
      {wish.kind === "entry" && <OneEntry wish={wish} onChange={onChange} />}
      <Day label="From" value={wish.from} onSet={(from) => onChange({ from })} />
      <Day label="To" value={wish.to} onSet={(to) => onChange({ to })} />
      {Object.values(wish).some(Boolean) && (
        <Button tone="quiet" onClick={() => onChange(NOTHING)}>
          Show everything
        </Button>
      )}
    </div>
  );
}

function OneAccount({ wish, accounts, onChange }: Props) {
  return (
    <Field label="Account" className="w-52">
      {(control) => (
        <select
          {...control}
          value={wish.id}
          onChange={(event) => onChange({ id: event.target.value })}
          className="control"
        >
          <option value="">All accounts</option>
          {accounts.map(({ id, code, name, role }) => (
            <option key={id} value={id}>
              {role === null && code} {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Taken over when it is left or sent by Enter, so that no half a number is asked for. */
function OneEntry({ wish, onChange }: Omit<Props, "accounts">) {
  return (
    <Field label="Entry number" className="w-28">
      {(control) => (
        <input
          {...control}
          key={wish.id}
          defaultValue={wish.id}
          inputMode="numeric"
          pattern="[1-9][0-9]*"
          placeholder="Any"
          onBlur={({ target }) => target.validity.valid && onChange({ id: target.value })}
          onKeyDown={({ key, currentTarget }) => key === "Enter" && currentTarget.blur()}
          className="control"
        />
      )}
    </Field>
  );
}

interface DayProps {
  label: string;
  value: string;
  onSet: (value: string) => void;
}

function Day({ label, value, onSet }: DayProps) {
  return (
    <Field label={label} className="w-38">
      {(control) => (
        <input
          {...control}
          key={value}
          type="date"
          min={FIRST_DAY}
          max={LAST_DAY}
          defaultValue={value}
          onBlur={(event) => onSet(event.target.value)}
          onKeyDown={({ key, currentTarget }) => key === "Enter" && currentTarget.blur()}
          className="control"
        />
      )}
    </Field>
  );
}
