"use client";
/** What a person sets: of themselves, and of their books. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/client";
import { BOOKS, ME } from "@/lib/keys";
import { answered } from "@/lib/request";

export function useBooks() {
  return useQuery({ queryKey: [BOOKS, "books"], queryFn: () => answered(api.GET("/api/books")) });
}

export function useRates() {
  const params = { query: { limit: 100 } };
  return useQuery({
    queryKey: [BOOKS, "rates"],
    queryFn: () => answered(api.GET("/api/rates", { params })),
  });
}

export function useProfiles() {
  return useQuery({
    queryKey: [BOOKS, "csv-profiles"],
    queryFn: () => answered(api.GET("/api/csv-profiles")),
  });
}

function useBooksChange<Input>(change: (input: Input) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: [BOOKS] }),
  });
}

export function useChangeProfile() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { name?: string; base_currency?: string }) =>
      answered(api.PATCH("/api/auth/me", { body })),
    onSuccess: (user) => {
      client.setQueryData(ME, user);
      return client.invalidateQueries({ queryKey: [BOOKS] });
    },
  });
}

export const useCloseBooks = () =>
  useBooksChange((closed_until: string | null) =>
    answered(api.PUT("/api/books/closing", { body: { closed_until } })),
  );

export interface NewRate {
  date: string;
  currency: string;
  quote: string;
  rate: string;
}

export const useStoreRate = () =>
  useBooksChange((rate: NewRate) => answered(api.PUT("/api/rates", { body: { rates: [rate] } })));

export const useForgetRate = () =>
  useBooksChange((id: number) =>
    answered(api.DELETE("/api/rates/{rate_id}", { params: { path: { rate_id: id } } })),
  );

export const useDropProfile = () =>
  useBooksChange((id: number) =>
    answered(api.DELETE("/api/csv-profiles/{profile_id}", { params: { path: { profile_id: id } } })),
  );

export function useChangePassword() {
  return useMutation({
    mutationFn: (body: { password: string; new_password: string }) =>
      answered(api.POST("/api/auth/password", { body })),
  });
}

export function useSignOutEverywhere() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answered(api.POST("/api/auth/sign-out-everywhere")),
    onSuccess: () => {
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] });
      client.setQueryData(ME, null);
    },
  });
}
