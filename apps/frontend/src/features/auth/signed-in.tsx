"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState, useSyncExternalStore, type ReactNode } from "react";
import { Loaded } from "@/components/loaded";
import { LEFT } from "@/lib/keys";
import type { User } from "@/lib/schemas";
import { Entrance } from "./entrance";
import { useMe } from "./queries";

/** Its children for who is signed in, and the way in for everybody else. */
export function SignedIn({ children }: { children: ReactNode }) {
  const me = useMe();
  const isTakenOver = useIsTakenOver();
  const isOver = useIsOver(me.data);
  return (
    <Loaded query={isTakenOver ? me : { ...me, data: undefined, error: null }} what="your books">
      {(user) => (user ? children : <Entrance isSessionOver={isOver} />)}
    </Loaded>
  );
}

/** Whether somebody was signed in here, and is not any more without having asked for it. */
function useIsOver(user: User | null | undefined): boolean {
  const client = useQueryClient();
  const [last, setLast] = useState(user);
  const [isOver, setIsOver] = useState(false);
  if (user !== last) {
    setLast(user);
    setIsOver(Boolean(last) && user === null && client.getQueryData(LEFT) !== true);
  }
  return isOver;
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
