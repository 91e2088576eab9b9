/** What a person types to get in, and where the server's refusals belong. */
import type { UseFormReturn } from "react-hook-form";
import * as z from "zod";
import { ApiError } from "@/lib/request";

const SHORTEST_PASSWORD = 10;

export const signInSchema = z.object({
  email: z.string().trim().min(1, "Type your e-mail address"),
  name: z.string(),
  password: z.string().min(1, "Type your password"),
});

export const registrationSchema = z.object({
  email: z.string().trim().min(1, "Type your e-mail address"),
  name: z.string().trim().min(1, "Say how you want to be called"),
  password: z.string().min(SHORTEST_PASSWORD, `At least ${SHORTEST_PASSWORD} characters`),
});

export type Proof = z.infer<typeof signInSchema>;

export const NOBODY: Proof = { email: "", name: "", password: "" };

/** Puts what the server refused at its field, and the rest under the form. */
export function showRefusal({ setError }: UseFormReturn<Proof>, error: Error): void {
  const faults = error instanceof ApiError ? error.problem.errors : [];
  for (const { field, message } of faults) {
    const known = field === "email" || field === "name" || field === "password";
    setError(known ? field : "root", { message });
  }
  if (faults.length === 0) setError("root", { message: error.message });
}
