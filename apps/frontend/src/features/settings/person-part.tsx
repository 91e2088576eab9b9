"use client";
import { useState } from "react";
import { Button } from "@/components/button";
import { Field } from "@/components/field";
import { Notice } from "@/components/notice";
import { Panel } from "@/components/panel";
import { useMe } from "../auth/queries";
import { useChangePassword, useChangeProfile, useSignOutEverywhere } from "./queries";
import { Outcome } from "./outcome";

export function PersonPart() {
  return (
    <>
      <NameForm />
      <PasswordForm />
      <Sessions />
    </>
  );
}

function NameForm() {
  const { data: user } = useMe();
  const change = useChangeProfile();
  const [name, setName] = useState(user?.name ?? "");
  return (
    <Panel title="You">
      <form
        className="p-4"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ name });
        }}
      >
        <div className="flex items-end gap-3">
          <Field label="Your name" className="max-w-xs flex-1">
            {(control) => (
              <input
                {...control}
                required
                maxLength={200}
                value={name}
                onChange={(event) => setName(event.target.value)}
                autoComplete="name"
                className="control"
              />
            )}
          </Field>
          <Button type="submit" busy={change.isPending} disabled={name === user?.name}>
            Save
          </Button>
        </div>
        <p className="mt-2 text-muted">You sign in as {user?.email}.</p>
        <Outcome change={change} done="Saved." />
      </form>
    </Panel>
  );
}

function PasswordForm() {
  const change = useChangePassword();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const done = () => {
    setCurrent("");
    setNext("");
  };
  return (
    <Panel title="Password">
      <form
        className="max-w-sm space-y-3 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ password: current, new_password: next }, { onSuccess: done });
        }}
      >
        <Field label="The present password">
          {(control) => (
            <input
              {...control}
              type="password"
              required
              autoComplete="current-password"
              value={current}
              onChange={(event) => setCurrent(event.target.value)}
              className="control"
            />
          )}
        </Field>
        <Field label="The new one" hint="At least 10 characters; a short sentence is good.">
          {(control) => (
            <input
              {...control}
              type="password"
              required
              minLength={10}
              autoComplete="new-password"
              value={next}
              onChange={(event) => setNext(event.target.value)}
              className="control"
            />
          )}
        </Field>
        <Button type="submit" busy={change.isPending}>
          Change password
        </Button>
        <Outcome change={change} done="Changed. All other sessions have ended." />
      </form>
    </Panel>
  );
}

function Sessions() {
  const end = useSignOutEverywhere();
  return (
    <Panel title="Sessions">
      <div className="p-4">
        <p className="text-muted">
          On a phone or computer that is not yours any more, you may still be signed in.
        </p>
        <Button tone="danger" className="mt-3" busy={end.isPending} onClick={() => end.mutate()}>
          Sign out everywhere
        </Button>
        {end.error && <Notice tone="error">{end.error.message}</Notice>}
      </div>
    </Panel>
  );
}
