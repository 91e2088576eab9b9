"use client";
import type { ReactNode } from "react";
import { Loaded } from "@/components/loaded";
import { Entrance } from "./entrance";
import { useMe } from "./queries";

/** Its children for who is signed in, and the way in for everybody else. */
export function SignedIn({ children }: { children: ReactNode }) {
  const me = useMe();
  return (
    <Loaded query={me} what="your books">
      {(user) => (user ? children : <Entrance />)}
    </Loaded>
  );
}
