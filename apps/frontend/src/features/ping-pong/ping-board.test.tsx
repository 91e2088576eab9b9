import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { renderPage, serve } from "@/testing/server";
import { PingBoard } from "./ping-board";

const check = (name: string, target: string, ok = true) => ({
  name,
  target,
  ok,
  milliseconds: 1.26,
  detail: ok ? "round trip" : "connection refused",
});

const PING = {
  status: "failing",
  namespace: "main_3f9a1c",
  checks: [check("database", "finance_report_dev_main"), check("s3", "statements-main", false)],
};

const row = async (name: string) => {
  const found = (await screen.findByText(name)).closest("li");
  return within(found ?? expect.unreachable());
};

it("shows the names of this worktree, the time of each, and what failed", async () => {
  serve({ "GET /api/ping": () => PING });
  renderPage(<PingBoard />);
  expect(await screen.findByText("main_3f9a1c")).toBeTruthy();
  const database = await row("Database");
  expect(database.getByText("finance_report_dev_main")).toBeTruthy();
  expect(database.getByText("1.3 ms")).toBeTruthy();
  expect(database.getByText("OK")).toBeTruthy();
  const bucket = await row("S3 bucket");
  expect(bucket.getByText("Failed")).toBeTruthy();
  expect(bucket.getByText("connection refused")).toBeTruthy();
  expect(screen.getByRole("status").textContent).toBe("1 of 2 services answered");
});

it("pings again, and does not pass an old answer for a new one", async () => {
  serve({ "GET /api/ping": () => PING });
  renderPage(<PingBoard />);
  await screen.findByText("main_3f9a1c");
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed")));
  await userEvent.click(screen.getByRole("button", { name: "Ping again" }));
  expect((await screen.findByRole("alert")).textContent).toContain("does not answer");
});
