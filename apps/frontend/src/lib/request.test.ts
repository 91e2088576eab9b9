import { describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { ApiError, request } from "./request";

const schema = z.object({ answer: z.int() });

function serverAnswers(status: number, body: unknown) {
  const fetched = vi.fn<typeof fetch>(() => Promise.resolve(Response.json(body, { status })));
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable("the request should have failed"),
    (error: unknown) => error as ApiError,
  );

describe("request", () => {
  it("returns the checked answer", async () => {
    const fetched = serverAnswers(200, { answer: 42, more: "ignored" });
    await expect(request("/question", schema)).resolves.toEqual({ answer: 42 });
    expect(fetched).toHaveBeenCalledWith("/api/question", expect.objectContaining({ method: "GET" }));
  });

  it("proves with every change that it comes from this site", async () => {
    const fetched = serverAnswers(200, { answer: 1 });
    await request("/question", schema, { method: "POST", body: {} });
    const headers = new Headers(fetched.mock.calls[0]?.[1]?.headers);
    expect(headers.get("X-Requested-With")).toBeTruthy();
    expect(headers.get("Content-Type")).toBe("application/json");
  });

  it("carries the problem and its fields when the server refuses", async () => {
    const errors = [{ field: "lines.0.amount", message: "too fine" }];
    serverAnswers(422, { type: "t", title: "Invalid", status: 422, detail: "Two faults", errors });
    const error = await failure(request("/entries", schema, { method: "POST", body: {} }));
    expect(error).toBeInstanceOf(ApiError);
    expect(error.message).toBe("Two faults");
    expect(error.problem.errors).toEqual(errors);
  });

  it("names the status when a failure is no problem document", async () => {
    vi.stubGlobal("fetch", () => Promise.resolve(new Response("<html>", { status: 502 })));
    expect((await failure(request("/question", schema))).message).toContain("502");
  });

  it("says that the server does not answer", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed")));
    const error = await failure(request("/question", schema));
    expect(error.status).toBe(0);
    expect(error.message).toContain("does not answer");
  });

  it("refuses an answer of an unknown shape instead of showing half of it", async () => {
    serverAnswers(200, { answer: "forty-two" });
    expect((await failure(request("/question", schema))).message).toContain("/api/question");
  });

  it("takes a failed check for an answer where that is asked for", async () => {
    serverAnswers(503, { answer: 0 });
    await expect(request("/ping", schema, { alsoAnswers: [503] })).resolves.toEqual({ answer: 0 });
  });
});
