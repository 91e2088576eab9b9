/** One request to the API of this origin: checked answers, and errors that a person can read. */
import type * as z from "zod";
import { problemSchema, type Problem } from "./schemas";

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

/** A page of another site cannot send this header: by it the server knows its own pages. */
const OURS = { "X-Requested-With": "pages" };

interface Options {
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  body?: unknown;
  /** Statuses outside 2xx whose body is an answer, not a problem. */
  alsoAnswers?: readonly number[];
}

/**
 * Asks `/api{path}` and returns the checked answer. Throws ApiError when the server cannot be
 * reached, when it refuses, and when it answers in a shape that this version does not know.
 */
export async function request<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  { method = "GET", body, alsoAnswers = [] }: Options = {},
): Promise<z.output<Schema>> {
  const response = await reach(`/api${path}`, {
    method,
    headers: body === undefined ? OURS : { ...OURS, "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const content = await jsonOrNull(response);
  if (!response.ok && !alsoAnswers.includes(response.status)) throw refusal(response, content);
  const answer = schema.safeParse(content);
  if (!answer.success) throw unknownShape(response, path);
  return answer.data;
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch {
    const detail = "The server does not answer. Check that it is running, then try again.";
    throw new ApiError({ title: "Not connected", status: 0, detail, errors: [] });
  }
}

async function jsonOrNull(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

function refusal(response: Response, content: unknown): ApiError {
  const problem = problemSchema.safeParse(content);
  if (problem.success) return new ApiError(problem.data);
  const detail = `The server answered ${response.status} ${response.statusText}`.trim();
  return new ApiError({ title: "The server failed", status: response.status, detail, errors: [] });
}

function unknownShape(response: Response, path: string): ApiError {
  const detail = `The answer of /api${path} has a shape that this page does not know. Reload the page.`;
  return new ApiError({ title: "Unexpected answer", status: response.status, detail, errors: [] });
}
