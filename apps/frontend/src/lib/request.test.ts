import { describe, expect, it, vi } from "vitest";
import { api } from "./client";
import { answered, answeredEvenFailing, ApiError } from "./request";

function serverAnswers(status: number, body: unknown) {
  const fetched = vi.fn<(request: Request) => Promise<Response>>(() =>
    Promise.resolve(Response.json(body, { status })),
  );
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

const ask = () => answered(api.GET("/api/books"));

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable("the request should have failed"),
    (error: unknown) => error as ApiError,
  );

describe("a request", () => {
  it("is of this origin, and returns the answer", async () => {
    const books = { base_currency: "SGD", closed_until: null };
    const fetched = serverAnswers(200, books);
    await expect(ask()).resolves.toEqual(books);
    expect(new URL(fetched.mock.calls[0]![0].url).pathname).toBe("/api/books");
  });

  it("proves with every change that it comes from this site", async () => {
    const fetched = serverAnswers(200, {});
    await answered(api.PUT("/api/books/closing", { body: { closed_until: null } }));
    const { headers } = fetched.mock.calls[0]![0];
    expect(headers.get("X-Requested-With")).toBeTruthy();
    expect(headers.get("Content-Type")).toBe("application/json");
  });

  it("carries the problem and its fields when the server refuses", async () => {
    const errors = [{ field: "lines.0.amount", message: "too fine" }];
    serverAnswers(422, { type: "t", title: "Invalid", status: 422, detail: "Two faults", errors });
    const error = await failure(ask());
    expect(error).toBeInstanceOf(ApiError);
    expect(error.message).toBe("Two faults");
    expect(error.problem.errors).toEqual(errors);
  });

  it("names the status when a failure is no problem document", async () => {
    vi.stubGlobal("fetch", () => Promise.resolve(new Response("<html>", { status: 502 })));
    expect((await failure(ask())).message).toContain("502");
  });

  it("says that the server does not answer", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed")));
    const error = await failure(ask());
    expect(error.status).toBe(0);
    expect(error.message).toContain("does not answer");
  });

  it("refuses an answer that is no JSON instead of showing half of it", async () => {
    vi.stubGlobal("fetch", () => Promise.resolve(new Response('{"base_', { status: 200 })));
    expect((await failure(ask())).message).toContain("Reload");
  });

  it("takes a failed check for an answer where that is asked for", async () => {
    serverAnswers(503, { status: "failed" });
    await expect(answeredEvenFailing(api.GET("/api/ping"))).resolves.toEqual({ status: "failed" });
  });
});
