import { render } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { useCurrentInView } from "./use-current-in-view";

function Tabs({ current }: { current: string }) {
  const row = useCurrentInView(current);
  return (
    <nav ref={row}>
      {["books", "rates", "person"].map((name) => (
        <a key={name} href={name} aria-current={name === current ? "page" : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}

it("brings the link of the present page into view, also when another becomes it", () => {
  const shown: (string | null)[] = [];
  vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(function (this: Element) {
    shown.push(this.textContent);
  });
  const { rerender } = render(<Tabs current="person" />);
  rerender(<Tabs current="person" />);
  rerender(<Tabs current="books" />);
  expect(shown).toEqual(["person", "books"]);
});
