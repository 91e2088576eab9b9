import { act, createEvent, fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { visit } from "@/testing/address";
import { renderPage, serve } from "@/testing/server";
import { DropZone } from "./drop-zone";

vi.mock("next/navigation", () => import("@/testing/address"));

let answer: (status: number, content: unknown) => void;

class Request {
  upload = {};
  onload = () => {};
  status = 0;
  responseText = "";
  open() {}
  setRequestHeader() {}
  send() {
    answer = (status, content) => {
      Object.assign(this, { status, responseText: JSON.stringify(content) });
      this.onload();
    };
  }
}

beforeEach(() => {
  visit("/statements");
  vi.stubGlobal("XMLHttpRequest", Request);
  serve({});
});

const zone = () => screen.getByRole("region", { name: "Upload statements" });
const drop = (name: string) =>
  fireEvent.drop(zone(), { dataTransfer: { files: [new File(["x"], name)] } });

it("says at the file that there were too many uploads, and when to try again", async () => {
  renderPage(<DropZone />);
  drop("april.csv");
  const detail = "Too many uploads. Try again in 2 min.";
  act(() => answer(429, { title: "Too many", status: 429, detail }));
  expect((await screen.findByRole("alert")).textContent).toBe(detail);
  expect(screen.getByText("april.csv")).toBeTruthy();
});

it("says what became of a file where the answer is none of ours", async () => {
  renderPage(<DropZone />);
  drop("april.csv");
  act(() => answer(502, "<html>"));
  expect((await screen.findByRole("alert")).textContent).toContain("502");
});

it("shows that a file may be let go of here, until it is taken away again", () => {
  renderPage(<DropZone />);
  fireEvent.dragOver(zone());
  expect(zone().className).toContain("border-accent");
  fireEvent.dragLeave(zone());
  expect(zone().className).not.toContain("border-accent");
});

it("leaves the page where a file misses the zone", () => {
  renderPage(<DropZone />);
  const missed = createEvent.drop(document.body);
  fireEvent(document.body, missed);
  expect(missed.defaultPrevented).toBe(true);
});

it("opens the chooser of files by keyboard", async () => {
  renderPage(<DropZone />);
  const chooser = screen.getByLabelText<HTMLInputElement>("Statement files");
  const opened = vi.spyOn(chooser, "click");
  screen.getByRole("button", { name: "Choose files" }).focus();
  await userEvent.keyboard("{Enter}");
  expect(opened).toHaveBeenCalledTimes(1);
});
