"use client";
import { Button } from "@/components/button";
import { useMe, useSignOut } from "./queries";

/** Who is signed in, and the way out. */
export function Who() {
  const { data: user } = useMe();
  const signOut = useSignOut();
  if (!user) return null;
  return (
    <div className="flex items-center gap-2">
      <span className="hidden max-w-40 truncate text-muted sm:inline" title={user.email}>
        {user.name}
      </span>
      <Button
        size="small"
        tone="quiet"
        disabled={signOut.isPending}
        onClick={() => signOut.mutate(undefined)}
      >
        Sign out
      </Button>
    </div>
  );
}
