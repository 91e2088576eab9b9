import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { entry } from "@/testing/books";
import { Refusal, renderPage, serve } from "@/testing/server";
import { EntryActions } from "./entry-actions";

function show(change: Parameters<typeof entry>[0]) {
  renderPage(<EntryActions entry={entry(change)} />);
  return userEvent.setup();
}

const click = (user: ReturnType<typeof userEvent.setup>, name: string | RegExp) =>
  user.click(screen.getByRole("button", { name }));

it("posts a draft only after asking, and only the version that was seen", async () => {
  const requests = serve({ "POST /api/entries/7/post": () => entry() });
  const user = show({ status: "draft", version: 3 });
  await click(user, "Post Weekly shop");
  expect(requests).toEqual([]);
  await click(user, "Post entry");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(requests).toEqual([{ what: "POST /api/entries/7/post", body: { version: 3 } }]);
});

it("does nothing when the question is answered with no", async () => {
  const requests = serve({});
  const user = show({ status: "draft" });
  await click(user, "Delete Weekly shop");
  await click(user, "Cancel");
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(requests).toEqual([]);
});

it("keeps the question open and says why when the server refuses", async () => {
  serve({ "POST /api/entries/7/reverse": () => new Refusal(409, "Entry 7 is reversed already.") });
  const user = show({ status: "posted" });
  await click(user, "Reverse Weekly shop");
  await click(user, "Reverse entry");
  const dialog = screen.getByRole("dialog");
  expect((await within(dialog).findByRole("alert")).textContent).toBe("Entry 7 is reversed already.");
});

it("deletes a draft", async () => {
  const requests = serve({ "DELETE /api/entries/7": () => null });
  const user = show({ status: "draft" });
  await click(user, "Delete Weekly shop");
  await click(user, "Delete draft");
  await waitFor(() => expect(requests.map(({ what }) => what)).toEqual(["DELETE /api/entries/7"]));
});

it.each([
  ["draft", ["Post Weekly shop", "Delete Weekly shop"]],
  ["posted", ["Reverse Weekly shop"]],
  ["reversed", []],
] as const)("offers for a %s entry what can be done with it", (status, names) => {
  show({ status });
  const offered = screen.queryAllByRole("button").map((button) => button.getAttribute("aria-label"));
  expect(offered).toEqual(names);
});
