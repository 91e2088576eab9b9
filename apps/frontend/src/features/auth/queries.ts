"use client";
/** Who is signed in, and the ways in and out. */
import { useMutation, useQuery, useQueryClient, type QueryKey } from "@tanstack/react-query";
import * as api from "@/lib/api";
import type { User } from "@/lib/schemas";
import { DRAFT, LEFT, ME } from "@/lib/keys";

/** The person who is signed in; null when nobody is. */
export function useMe() {
  return useQuery({ queryKey: ME, queryFn: api.readMe });
}

/** Another person sees nothing of what the last one was shown. */
function useEntrance<Input>(enter: (input: Input) => Promise<User | null>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: enter,
    onSuccess: (user) => {
      client.removeQueries({ predicate: ({ queryKey }) => !isKept(queryKey, user) });
      client.setQueryData(LEFT, user === null);
      client.setQueryData(ME, user);
    },
  });
}

/** Who comes back finds what they had typed. */
function isKept([kind, owner]: QueryKey, user: User | null): boolean {
  return kind === ME[0] || (kind === DRAFT && owner === user?.id);
}

export const useSignIn = () => useEntrance(api.signIn);
export const useRegister = () => useEntrance(api.register);

export function useSignOut() {
  return useEntrance(async () => {
    await api.signOut();
    return null;
  });
}
