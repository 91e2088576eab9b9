import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { THEME_SCRIPT } from "@/lib/theme";
import { ThemeSelect } from "./theme-select";

const shown = () => document.documentElement.dataset.theme;
const choose = (name: string) => userEvent.selectOptions(screen.getByLabelText("Colour theme"), name);
const loadPage = () => window.eval(THEME_SCRIPT);

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
  delete document.documentElement.dataset.theme;
});

it("follows the system until a person chooses", () => {
  render(<ThemeSelect />);
  loadPage();
  expect(shown()).toBeUndefined();
  expect(screen.getByLabelText<HTMLSelectElement>("Colour theme").value).toBe("system");
});

it("keeps the choice for the next visit, from before the first paint", async () => {
  render(<ThemeSelect />);
  await choose("Dark");
  expect(shown()).toBe("dark");
  delete document.documentElement.dataset.theme;
  loadPage();
  expect(shown()).toBe("dark");
});

it("returns to the system's theme", async () => {
  render(<ThemeSelect />);
  await choose("Light");
  await choose("System");
  loadPage();
  expect(shown()).toBeUndefined();
});

it("works where storage is forbidden", async () => {
  const denied = () => {
    throw new DOMException("denied");
  };
  vi.stubGlobal("localStorage", { getItem: denied, setItem: denied });
  render(<ThemeSelect />);
  await choose("Dark");
  expect(shown()).toBe("dark");
});
