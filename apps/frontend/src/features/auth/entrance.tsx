"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Button } from "@/components/button";
import { Field } from "@/components/field";
import { Notice } from "@/components/notice";
import { NOBODY, registrationSchema, showRefusal, signInSchema, type Proof } from "./proof";
import { useRegister, useSignIn } from "./queries";

/** Signs in a person who has an account, and makes one for who has not. */
export function Entrance({ isSessionOver }: { isSessionOver: boolean }) {
  const [isNew, setIsNew] = useState(false);
  return (
    <div className="mx-auto max-w-sm py-6 sm:py-12">
      <h1 className="mb-4 text-lg font-semibold">{isNew ? "Create an account" : "Sign in"}</h1>
      {isSessionOver && (
        <Notice tone="caution">Your session has ended. Sign in again: you come back to this page.</Notice>
      )}
      {/* A key of its own: what one form was refused for must not stand in the other. */}
      <ProofForm key={String(isNew)} isNew={isNew} />
      <p className="mt-4 text-muted">
        {isNew ? "You have an account? " : "New here? "}
        <button type="button" className="text-accent underline" onClick={() => setIsNew(!isNew)}>
          {isNew ? "Sign in" : "Create an account"}
        </button>
      </p>
    </div>
  );
}

function ProofForm({ isNew }: { isNew: boolean }) {
  const signIn = useSignIn();
  const register = useRegister();
  const busy = signIn.isPending || register.isPending;
  const form = useForm<Proof>({
    resolver: zodResolver(isNew ? registrationSchema : signInSchema),
    defaultValues: NOBODY,
  });
  const { errors } = form.formState;

  const enter = form.handleSubmit(({ email, name, password }) => {
    const refused = { onError: (error: Error) => showRefusal(form, error) };
    if (isNew) register.mutate({ email, name, password }, refused);
    else signIn.mutate({ email, password }, refused);
  });

  return (
    <form
      onSubmit={(event) => void enter(event)}
      noValidate
      className="space-y-3 rounded-lg border border-line bg-surface p-5"
    >
      {isNew && (
        <Field label="Your name" error={errors.name?.message}>
          {(control) => (
            <input {...control} {...form.register("name")} autoComplete="name" className="control" />
          )}
        </Field>
      )}
      <Field label="E-mail" error={errors.email?.message}>
        {(control) => (
          <input
            {...control}
            {...form.register("email")}
            type="email"
            autoComplete="username"
            className="control"
          />
        )}
      </Field>
      <Field
        label="Password"
        error={errors.password?.message}
        {...(isNew && { hint: "At least 10 characters; a short sentence is good." })}
      >
        {(control) => (
          <input
            {...control}
            {...form.register("password")}
            type="password"
            autoComplete={isNew ? "new-password" : "current-password"}
            className="control"
          />
        )}
      </Field>
      {errors.root && <Notice tone="error">{errors.root.message}</Notice>}
      <Button type="submit" tone="primary" busy={busy} className="w-full">
        {isNew ? "Create account" : "Sign in"}
      </Button>
    </form>
  );
}
