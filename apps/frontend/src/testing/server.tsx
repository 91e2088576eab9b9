/** A stand-in for the API, and rendering with an empty store of its answers. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { vi } from "vitest";

export interface Sent {
  /** Method and address, such as `POST /api/entries`. */
  what: string;
  body: unknown;
}

type Answer = (sent: Sent) => unknown;

export class Refusal {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly errors: { field: string; message: string }[] = [],
  ) {}
}

/**
 * Answers requests by method and path; the query of an address does not matter. What an answer
 * returns, or promises, is sent as JSON, a Refusal as a problem document. Returns all requests so
 * far.
 */
export function serve(answers: Record<string, Answer>): Sent[] {
  const requests: Sent[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname, search } = new URL(request.url);
    const body = await request.text();
    const what = `${request.method} ${pathname}`;
    const sent = { what: `${what}${search}`, body: body ? JSON.parse(body) : undefined };
    requests.push(sent);
    const answer = answers[what];
    return respond(answer ? await answer(sent) : new Refusal(404, `no ${sent.what}`));
  });
  return requests;
}

function respond(content: unknown): Response {
  if (!(content instanceof Refusal)) return Response.json(content ?? null);
  const { status, detail, errors } = content;
  return Response.json({ type: "urn:test", title: "Refused", status, detail, errors }, { status });
}

export function renderPage(page: ReactNode) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(<QueryClientProvider client={client}>{page}</QueryClientProvider>);
}
