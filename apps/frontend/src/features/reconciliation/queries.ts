"use client";
/** Statements as they are reconciled: workbenches, matches, closings. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/client";
import { BOOKS, REVIEW, STATEMENTS } from "@/lib/keys";
import { answered } from "@/lib/request";
import type { Action } from "@/lib/schemas";

export function useStandings() {
  return useQuery({
    queryKey: [REVIEW, "standings"],
    queryFn: () => answered(api.GET("/api/reconciliation/statements")),
  });
}

/** Every closing there was, the latest first, also those that were reopened. */
export function useClosings() {
  return useQuery({
    queryKey: [REVIEW, "closings"],
    queryFn: () => answered(api.GET("/api/reconciliation/closings")),
  });
}

/** `closing` is the balance that the paper says, where the file tells none. */
export function useWorkbench(statementId: number, closing: string) {
  const params = { path: { statement_id: statementId }, query: closing ? { closing } : {} };
  return useQuery({
    queryKey: [REVIEW, "workbench", statementId, closing],
    queryFn: () => answered(api.GET("/api/reconciliation/statements/{statement_id}", { params })),
    placeholderData: keepPreviousData,
  });
}

/** Everything that a decision may have changed is asked again before it counts as done. */
function useChange<Input>(change: (input: Input) => Promise<unknown>) {
  const client = useQueryClient();
  const stale: readonly unknown[] = [REVIEW, BOOKS, STATEMENTS];
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      client.invalidateQueries({ predicate: ({ queryKey }) => stale.includes(queryKey[0]) }),
  });
}

const match = (id: number) => ({ params: { path: { match_id: id } } });

export const useAccept = () =>
  useChange((id: number) =>
    answered(api.POST("/api/reconciliation/matches/{match_id}/accept", { ...match(id), body: {} })),
  );
export const useReject = () =>
  useChange((id: number) =>
    answered(api.POST("/api/reconciliation/matches/{match_id}/reject", match(id))),
  );
export const useRelease = () =>
  useChange((id: number) =>
    answered(api.POST("/api/reconciliation/matches/{match_id}/release", match(id))),
  );
export const useMatch = () =>
  useChange((body: { line_ids: number[]; entry_ids: number[] }) =>
    answered(api.POST("/api/reconciliation/matches", { body })),
  );

interface Booked extends Pick<Action, "splits" | "description"> {
  lineId: number;
  /** The proposal that is wrong: it is rejected in the same step. */
  insteadOf: number | null;
}

export const useBook = () =>
  useChange(({ lineId, insteadOf, splits = [], description = "" }: Booked) =>
    answered(
      api.POST("/api/reconciliation/lines/{line_id}/book", {
        params: { path: { line_id: lineId } },
        body: { splits, description, ...(insteadOf !== null && { instead_of: insteadOf }) },
      }),
    ),
  );

const statement = (id: number) => ({ params: { path: { statement_id: id } } });

export const useClose = (id: number) =>
  useChange((closing: string | null) =>
    answered(
      api.POST("/api/reconciliation/statements/{statement_id}/close", {
        ...statement(id),
        body: { closing },
      }),
    ),
  );
export const useReopen = (id: number) =>
  useChange((reason: string) =>
    answered(
      api.POST("/api/reconciliation/statements/{statement_id}/reopen", {
        ...statement(id),
        body: { reason },
      }),
    ),
  );
