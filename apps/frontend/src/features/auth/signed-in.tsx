"use client";
import { useSyncExternalStore, type ReactNode } from "react";
import { Loaded } from "@/components/loaded";
import { Entrance } from "./entrance";
import { useMe } from "./queries";

/** Its children for who is signed in, and the way in for everybody else. */
export function SignedIn({ children }: { children: ReactNode }) {
  const me = useMe();
  const isTakenOver = useIsTakenOver();
  return (
    <Loaded query={isTakenOver ? me : { ...me, data: undefined, error: null }} what="your books">
      {(user) => (user ? children : <Entrance />)}
    </Loaded>
  );
}

const never = () => () => {};

/**
 * False while React takes over the exported page, which knows nobody. Parts of a page are taken over
 * one after the other, and the answer may be there before the last one is.
 */
function useIsTakenOver(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
