"use client";
/** What is being typed into a new entry, kept beyond its form: the session may end before it is saved. */
import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { DRAFT, ME } from "@/lib/keys";
import type { User } from "@/lib/schemas";
import { isBlank, type EntryValues } from "./entry-rules";

/** The draft of who is signed in; nobody else's is ever there. */
export function useDraft() {
  const client = useQueryClient();
  // As it was when the form opened: whose session has ended is nobody by then.
  const [owner] = useState(() => client.getQueryData<User | null>(ME)?.id);
  return useMemo(() => {
    const key = [DRAFT, owner];
    const forget = () => client.removeQueries({ queryKey: key });
    return {
      forget,
      read: () => (owner === undefined ? undefined : client.getQueryData<EntryValues>(key)),
      keep: (values: EntryValues) => {
        if (isUntouched(values)) forget();
        else if (owner !== undefined) client.setQueryData(key, structuredClone(values));
      },
    };
  }, [client, owner]);
}

function isUntouched({ description, lines }: EntryValues): boolean {
  return !description && lines.every(isBlank);
}
