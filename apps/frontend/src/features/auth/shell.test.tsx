import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { visit } from "@/testing/address";
import { renderPage, serve } from "@/testing/server";
import { PAGES } from "./pages";
import { Shell } from "./shell";

vi.mock("next/navigation", () => import("@/testing/address"));

const ADA = { id: 1, email: "ada@example.org", name: "Ada", base_currency: "SGD" };

function open(user: typeof ADA | null) {
  serve({ "GET /api/auth/session": () => ({ user }) });
  renderPage(<Shell>the page</Shell>);
}

beforeEach(() => visit("/accounts/register?id=2"));

it("leads to every page, and marks the one that this is below", async () => {
  open(ADA);
  const pages = within(await screen.findByRole("navigation", { name: "Main" }));
  const links = pages.getAllByRole("link");
  expect(links.map((link) => link.getAttribute("href"))).toEqual(PAGES.map(({ href }) => href));
  const here = links.filter((link) => link.getAttribute("aria-current") === "page");
  expect(here.map(({ textContent }) => textContent)).toEqual(["Accounts"]);
});

it("keeps the pages in a drawer on a phone, which Escape closes", async () => {
  open(ADA);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Menu" }));
  const drawer = within(await screen.findByRole("dialog", { name: "Pages" }));
  expect(drawer.getAllByRole("link")).toHaveLength(PAGES.length);
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("leads nobody anywhere before they sign in", async () => {
  open(null);
  expect(await screen.findByText("the page")).toBeTruthy();
  expect(screen.queryByRole("navigation")).toBeNull();
  expect(screen.getByLabelText("Colour theme")).toBeTruthy();
});
