/** The answers of the API, and errors that a person can read. */
import * as z from "zod";

const problemSchema = z.object({
  title: z.string(),
  status: z.int(),
  detail: z.string().default(""),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).default([]),
});

export type Problem = z.infer<typeof problemSchema>;

/** What the API refused, or why it could not be asked (`status` 0). */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title);
  }

  get status(): number {
    return this.problem.status;
  }
}

/** What the server said of one field of a request; undefined when it said nothing of it. */
export function faultAt(error: Error | null, field: string): string | undefined {
  const faults = error instanceof ApiError ? error.problem.errors : [];
  return faults.find((fault) => fault.field === field)?.message;
}

/** A page of another site cannot send this header: by it the server knows its own pages. */
export const OURS = { "X-Requested-With": "pages" };

interface Outcome<Answer> {
  data?: Answer;
  error?: unknown;
  response: Response;
}

/**
 * What a call of the client was answered. Throws ApiError when the server cannot be reached, when
 * it refuses, and when it answers what is no JSON.
 */
export async function answered<Answer>(call: Promise<Outcome<Answer>>): Promise<Answer> {
  const { data, error, response } = await reached(call);
  if (!response.ok) throw refusal(response.status, response.statusText, error);
  return data as Answer;
}

/** The same, where a failed check (503) is an answer, too. */
export async function answeredEvenFailing<Answer>(call: Promise<Outcome<Answer>>): Promise<Answer> {
  const { data, error, response } = await reached(call);
  if (!response.ok && response.status !== 503) {
    throw refusal(response.status, response.statusText, error);
  }
  return (data ?? error) as Answer;
}

async function reached<Answer>(call: Promise<Outcome<Answer>>): Promise<Outcome<Answer>> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof SyntaxError) throw unreadable();
    throw notConnected();
  }
}

/** The problem document of a refusal, or what is known without one. */
export function refusal(status: number, statusText: string, content: unknown): ApiError {
  const problem = problemSchema.safeParse(content);
  if (problem.success) return new ApiError(problem.data);
  const detail = `The server answered ${status} ${statusText}`.trim();
  return new ApiError({ title: "The server failed", status, detail, errors: [] });
}

/** Nothing answers at this origin. */
export function notConnected(): ApiError {
  const detail = "The server does not answer. Check that it is running, then try again.";
  return new ApiError({ title: "Not connected", status: 0, detail, errors: [] });
}

function unreadable(): ApiError {
  const detail = "The answer is not one that this page can read. Reload the page.";
  return new ApiError({ title: "Unexpected answer", status: 0, detail, errors: [] });
}
