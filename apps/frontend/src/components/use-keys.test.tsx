import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { useKeys } from "./use-keys";

function Page({ act, dialog = false }: { act: () => void; dialog?: boolean }) {
  useKeys({ a: act });
  return (
    <>
      <input aria-label="words" />
      <input type="checkbox" aria-label="tick" />
      {dialog && <div role="dialog" />}
    </>
  );
}

it("acts on a key wherever the focus is, but not while a person types", () => {
  const act = vi.fn();
  render(<Page act={act} />);
  fireEvent.keyDown(document.body, { key: "a" });
  fireEvent.keyDown(screen.getByLabelText("tick"), { key: "a" });
  expect(act).toHaveBeenCalledTimes(2);
  fireEvent.keyDown(screen.getByLabelText("words"), { key: "a" });
  expect(act).toHaveBeenCalledTimes(2);
});

it("leaves keys to the browser, and to an open dialog", () => {
  const act = vi.fn();
  const { rerender } = render(<Page act={act} />);
  fireEvent.keyDown(document.body, { key: "a", ctrlKey: true });
  rerender(<Page act={act} dialog />);
  fireEvent.keyDown(document.body, { key: "a" });
  expect(act).not.toHaveBeenCalled();
});
