"use client";
import { useEffect, useRef, type RefObject } from "react";

/** For a row of links that scrolls on a phone: brings the one of the present page into view. */
export function useCurrentInView(current: string): RefObject<HTMLElement | null> {
  const row = useRef<HTMLElement>(null);
  useEffect(() => {
    const link = row.current?.querySelector("[aria-current=page]");
    link?.scrollIntoView({ inline: "nearest", block: "nearest" });
  }, [current]);
  return row;
}
