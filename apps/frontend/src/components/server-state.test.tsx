import { useQuery } from "@tanstack/react-query";
import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { api } from "@/lib/client";
import { answered, ApiError, notConnected } from "@/lib/request";
import { lookAgain, ServerState } from "./server-state";

const failed = (status: number) =>
  new ApiError({ title: "Failed", status, detail: "", errors: [] });

it.each([
  [notConnected(), 5_000],
  [failed(503), 5_000],
  [failed(409), false],
  [failed(500), false],
  [null, false],
])("looks again by itself only while the server is away: %s", (error, wait) => {
  expect(lookAgain({ state: { error } })).toBe(wait);
});

function Health() {
  const { data, error } = useQuery({
    queryKey: ["health"],
    queryFn: () => answered(api.GET("/api/auth/session")),
    retry: false,
  });
  return <p>{error ? error.message : data ? "there" : "asking"}</p>;
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("shows what the server has as soon as it is back, without a click", async () => {
  let isAway = true;
  vi.stubGlobal("fetch", () =>
    isAway
      ? Promise.reject(new TypeError("fetch failed"))
      : Promise.resolve(Response.json({ user: null })),
  );
  render(
    <ServerState>
      <Health />
    </ServerState>,
  );
  await act(() => vi.advanceTimersByTimeAsync(10));
  expect(screen.getByText(/does not answer/)).toBeTruthy();
  isAway = false;
  await act(() => vi.advanceTimersByTimeAsync(5_000));
  expect(screen.getByText("there")).toBeTruthy();
});
