"use client";
import { useState } from "react";
import { Button } from "@/components/button";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Field } from "@/components/field";
import { Loaded } from "@/components/loaded";
import { Panel } from "@/components/panel";
import { FIRST_DAY, formatDate, LAST_DAY } from "@/lib/dates";
import { counted } from "@/lib/words";
import { useMe } from "../auth/queries";
import { useDemo, useRemoveDemo } from "../dashboard/queries";
import { useBooks, useChangeProfile, useCloseBooks } from "./queries";
import { Outcome } from "./outcome";

export function BooksPart() {
  return (
    <>
      <BaseCurrency />
      <Closing />
      <Demo />
    </>
  );
}

function BaseCurrency() {
  const { data: user } = useMe();
  const change = useChangeProfile();
  const [currency, setCurrency] = useState(user?.base_currency ?? "");
  return (
    <Panel title="Base currency">
      <form
        className="p-4"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ base_currency: currency });
        }}
      >
        <div className="flex items-end gap-3">
          <Field label="Reports are in" className="w-28">
            {(control) => (
              <input
                {...control}
                required
                pattern="[A-Z]{3}"
                title="Three letters, such as SGD"
                maxLength={3}
                value={currency}
                onChange={(event) => setCurrency(event.target.value.toUpperCase())}
                className="control"
              />
            )}
          </Field>
          <Button type="submit" busy={change.isPending} disabled={currency === user?.base_currency}>
            Save
          </Button>
        </div>
        <p className="mt-2 text-muted">
          Amounts keep their own currency; only reports convert, at the rates that you store.
        </p>
        <Outcome change={change} done="Reports are in this currency from now on." />
      </form>
    </Panel>
  );
}

function Closing() {
  const books = useBooks();
  const close = useCloseBooks();
  const [until, setUntil] = useState("");
  return (
    <Panel title="Closed periods">
      <Loaded query={books} what="the closing">
        {({ closed_until }) => (
          <form
            className="p-4"
            onSubmit={(event) => {
              event.preventDefault();
              close.mutate(until);
            }}
          >
            <p>
              {closed_until
                ? `Closed up to and including ${formatDate(closed_until)}: nothing can be posted there.`
                : "All periods are open."}
            </p>
            <div className="mt-3 flex flex-wrap items-end gap-3">
              <Field label="Close up to and including" className="w-44">
                {(control) => (
                  <input
                    {...control}
                    type="date"
                    min={FIRST_DAY}
                    max={LAST_DAY}
                    required
                    value={until}
                    onChange={(event) => setUntil(event.target.value)}
                    className="control"
                  />
                )}
              </Field>
              <Button type="submit" busy={close.isPending} disabled={!until}>
                Close
              </Button>
              {closed_until && (
                <Button busy={close.isPending} onClick={() => close.mutate(null)}>
                  Open everything again
                </Button>
              )}
            </div>
            <Outcome change={close} done="Saved. The change is in the audit trail." />
          </form>
        )}
      </Loaded>
    </Panel>
  );
}

function Demo() {
  const demo = useDemo();
  const remove = useRemoveDemo();
  const [asking, setAsking] = useState(false);
  if (!demo.data || (demo.data.entries === 0 && demo.data.accounts === 0)) return null;
  return (
    <Panel title="Demonstration data">
      <div className="p-4">
        <p>
          {counted(demo.data.entries, "entry", "entries")} in {counted(demo.data.accounts, "account")} are
          of an invented household.
        </p>
        <Button tone="danger" className="mt-3" onClick={() => setAsking(true)}>
          Remove demonstration data
        </Button>
      </div>
      {asking && (
        <ConfirmDialog
          title="Remove the demonstration data?"
          confirm="Remove it"
          tone="danger"
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(undefined, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        >
          <p>All of its entries, accounts and rates go. An account that you booked on yourself stays.</p>
        </ConfirmDialog>
      )}
    </Panel>
  );
}
