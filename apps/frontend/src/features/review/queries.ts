"use client";
/** What waits for a decision, and decisions. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { api } from "@/lib/client";
import { BOOKS, REVIEW, STATEMENTS } from "@/lib/keys";
import { answered } from "@/lib/request";
import type { Action, NewRule } from "@/lib/schemas";

/** What waits, the oldest first, in pages. */
export function useQueue() {
  return useInfiniteQuery({
    queryKey: [REVIEW, "queue"],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => {
      const query = { limit: 100, ...(pageParam && { after: pageParam }) };
      return answered(api.GET("/api/review/queue", { params: { query } }));
    },
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

/** How much waits; asked for the figure alone. */
export function useWaiting() {
  const params = { query: { limit: 1 } };
  return useQuery({
    queryKey: [REVIEW, "waiting"],
    queryFn: () => answered(api.GET("/api/review/queue", { params })),
  });
}

const DECIDING = [REVIEW, "deciding"];
const STALE: readonly unknown[] = [REVIEW, BOOKS, STATEMENTS];

/** Asks again what decisions change, once the last of those on their way is answered. */
function useRefresh() {
  const client = useQueryClient();
  return () => {
    if (client.isMutating({ mutationKey: DECIDING }) > 1) return;
    return client.invalidateQueries({ predicate: ({ queryKey }) => STALE.includes(queryKey[0]) });
  };
}

/** Several decisions at once, each of which succeeds or fails alone. */
export function useDecide() {
  const onSettled = useRefresh();
  return useMutation({
    mutationKey: DECIDING,
    mutationFn: (actions: Action[]) =>
      answered(api.POST("/api/review/decisions", { body: { actions } })),
    onSettled,
  });
}

/** A change; those of one `scope` are sent one after the other, in their order. */
function useChange<Input>(change: (input: Input) => Promise<unknown>, scope?: string) {
  const onSettled = useRefresh();
  return useMutation({
    mutationKey: DECIDING,
    mutationFn: change,
    onSettled,
    ...(scope && { scope: { id: scope } }),
  });
}

/** Matches whatever nothing explains yet; what a person decided stays. */
export function useRun() {
  const onSettled = useRefresh();
  return useMutation({
    mutationKey: DECIDING,
    mutationFn: () => answered(api.POST("/api/reconciliation/runs")),
    onSettled,
  });
}

/** The open entries of the journal that fit a line best. */
export function useCandidates(lineId: number) {
  const params = { path: { line_id: lineId }, query: { limit: 3 } };
  return useQuery({
    queryKey: [REVIEW, "candidates", lineId],
    queryFn: () => answered(api.GET("/api/reconciliation/lines/{line_id}/candidates", { params })),
  });
}

/** Says which entry explains a line, whatever was proposed. */
export const useMatchWith = (lineId: number) =>
  useChange((entryId: number) =>
    answered(
      api.POST("/api/reconciliation/matches", { body: { line_ids: [lineId], entry_ids: [entryId] } }),
    ),
  );

export function useRules() {
  return useQuery({
    queryKey: [REVIEW, "rules"],
    queryFn: () => answered(api.GET("/api/review/rules")),
  });
}

const at = (id: number) => ({ params: { path: { rule_id: id } } });

export const useAddRule = () =>
  useChange((rule: NewRule) => answered(api.POST("/api/review/rules", { body: rule })));
export const useChangeRule = () =>
  useChange(({ id, ...body }: Partial<NewRule> & { id: number }) =>
    answered(api.PATCH("/api/review/rules/{rule_id}", { ...at(id), body })),
  );
export const useRemoveRule = () =>
  useChange((id: number) => answered(api.DELETE("/api/review/rules/{rule_id}", at(id))));
export const useOrderRules = () =>
  useChange(
    (ids: number[]) => answered(api.PUT("/api/review/rules/order", { body: { ids } })),
    "order of rules",
  );
export const useRefuseRule = () =>
  useChange((body: { payee: string; account_id: number }) =>
    answered(api.POST("/api/review/rules/refusals", { body })),
  );

/** What a rule would have done with every line there is; nothing is asked while it is unfinished. */
export function useDryRun(rule: NewRule | null, replaces: number | null) {
  return useQuery({
    queryKey: [REVIEW, "dry-run", rule, replaces],
    enabled: rule !== null,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: () => answered(api.POST("/api/review/rules/dry-run", { body: { ...rule!, replaces } })),
  });
}
