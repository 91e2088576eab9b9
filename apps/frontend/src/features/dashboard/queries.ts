"use client";
/** Demonstration books, brought and taken away in one call. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/client";
import { BOOKS, ME } from "@/lib/keys";
import { answered } from "@/lib/request";

export function useDemo() {
  return useQuery({ queryKey: [BOOKS, "demo"], queryFn: () => answered(api.GET("/api/demo")) });
}

export const useLoadDemo = () => useDemoChange(() => answered(api.POST("/api/demo")));
export const useRemoveDemo = () => useDemoChange(() => answered(api.DELETE("/api/demo")));

/** All books change, and with them whatever was asked about them; who is signed in does not. */
function useDemoChange(change: () => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] }),
  });
}
