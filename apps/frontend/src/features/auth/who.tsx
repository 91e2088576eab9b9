"use client";
import { LogOut } from "lucide-react";
import { Button } from "@/components/button";
import { useMe, useSignOut } from "./queries";

/** Who is signed in, and the way out. */
export function Who() {
  const { data: user } = useMe();
  const signOut = useSignOut();
  if (!user) return null;
  return (
    <div className="flex items-center justify-between gap-2">
      <span className="min-w-0 truncate text-muted" title={user.email}>
        {user.name}
      </span>
      <Button
        size="small"
        tone="quiet"
        aria-label="Sign out"
        title="Sign out"
        busy={signOut.isPending}
        onClick={() => signOut.mutate(undefined)}
      >
        <LogOut aria-hidden className="size-4" />
      </Button>
    </div>
  );
}
