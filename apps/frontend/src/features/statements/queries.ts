"use client";
/** Imports of statement files: what the server knows of them, and what can be done. */
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
import type { CsvProfile, ImportLine } from "@/lib/schemas";
import { isBusy } from "./words";

/** Milliseconds between two looks at a file that is being read. */
const LOOK_AGAIN = 400;

const at = (importId: number) => ({ params: { path: { import_id: importId } } });

export function useImports() {
  return useQuery({
    queryKey: [STATEMENTS, "imports"],
    queryFn: () => answered(api.GET("/api/imports", { params: { query: { limit: 50 } } })),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ status }) => isBusy(status)) ? LOOK_AGAIN : false,
  });
}

/** An import, looked at again and again while its file is being read. */
export function useImport(id: number) {
  return useQuery({
    queryKey: [STATEMENTS, "import", id],
    queryFn: () => answered(api.GET("/api/imports/{import_id}", at(id))),
    refetchInterval: ({ state }) => (state.data && isBusy(state.data.status) ? LOOK_AGAIN : false),
  });
}

export function useProgress(id: number) {
  return useQuery({
    queryKey: [STATEMENTS, "progress", id],
    queryFn: () => answered(api.GET("/api/imports/{import_id}/progress", at(id))),
    refetchInterval: LOOK_AGAIN,
  });
}

/** The staged lines in the order of the file, page by page; of one state, or all of them. */
export function useImportLines(id: number, state: ImportLine["state"] | null) {
  return useInfiniteQuery({
    queryKey: [STATEMENTS, "lines", id, state],
    initialPageParam: -1,
    queryFn: ({ pageParam }) => {
      const query = { after: pageParam, limit: 100, ...(state && { state }) };
      const params = { path: { import_id: id }, query };
      return answered(api.GET("/api/imports/{import_id}/lines", { params }));
    },
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

export function useFaults(id: number) {
  return useQuery({
    queryKey: [STATEMENTS, "faults", id],
    queryFn: () => answered(api.GET("/api/imports/{import_id}/faults", at(id))),
  });
}

export function useMapping(id: number) {
  return useQuery({
    queryKey: [STATEMENTS, "mapping", id],
    queryFn: () => answered(api.GET("/api/imports/{import_id}/mapping", at(id))),
  });
}

/** The first lines as a profile would read them; nothing is asked while there is none. */
export function useTrial(id: number, profile: CsvProfile | null) {
  return useQuery({
    // Outside the statements' own keys: once the mapping is confirmed there is nothing to try.
    queryKey: ["trial", id, profile],
    enabled: profile !== null,
    retry: false,
    queryFn: () =>
      answered(api.POST("/api/imports/{import_id}/mapping/trial", { ...at(id), body: profile! })),
    placeholderData: keepPreviousData,
  });
}

export function useStatementAccounts() {
  return useQuery({
    queryKey: [STATEMENTS, "accounts"],
    queryFn: () => answered(api.GET("/api/statement-accounts")),
  });
}

export function useTimeline(accountId: number) {
  const params = { path: { account_id: accountId } };
  return useQuery({
    queryKey: [STATEMENTS, "timeline", accountId],
    queryFn: () => answered(api.GET("/api/statement-accounts/{account_id}/timeline", { params })),
  });
}

export function useStatementLine(id: number) {
  const params = { path: { line_id: id } };
  return useQuery({
    queryKey: [STATEMENTS, "line", id],
    queryFn: () => answered(api.GET("/api/statement-lines/{line_id}", { params })),
  });
}

/** A change of an import, after which everything about statements is asked again. */
function useChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  const stale = [STATEMENTS, BOOKS, REVIEW];
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      client.invalidateQueries({ predicate: ({ queryKey }) => stale.includes(String(queryKey[0])) }),
  });
}

export function useConfirmMapping(id: number) {
  return useChange((body: { name: string; profile: CsvProfile }) =>
    answered(api.PUT("/api/imports/{import_id}/mapping", { ...at(id), body })),
  );
}

export function useAssign(id: number) {
  return useChange((one: { statement_id: number; account_id: number }) =>
    answered(api.PUT("/api/imports/{import_id}/accounts", { ...at(id), body: { accounts: [one] } })),
  );
}

export function useChoose(id: number) {
  return useChange((body: { positions: number[]; choice: "take" | "leave" | null }) =>
    answered(api.PUT("/api/imports/{import_id}/choices", { ...at(id), body })),
  );
}

/** Makes lines of the account out of the file, and matches them with what the journal has. */
export function useCommit(id: number) {
  return useChange(async (body: { similar: "take" | "leave" | null; accept_difference: boolean }) => {
    const done = await answered(api.POST("/api/imports/{import_id}/commit", { ...at(id), body }));
    // The import counts, whatever becomes of matching: review offers to match again.
    await answered(api.POST("/api/reconciliation/runs")).catch(() => null);
    return done;
  });
}

export const useUndo = (id: number) =>
  useChange(() => answered(api.POST("/api/imports/{import_id}/undo", at(id))));
/** Takes an import back together with the matches of its lines. */
export const useUndoWithMatches = (id: number) =>
  useChange(() => answered(api.POST("/api/reconciliation/imports/{import_id}/undo", at(id))));
export const useRetry = (id: number) =>
  useChange(() => answered(api.POST("/api/imports/{import_id}/retry", at(id))));
export const useDiscard = (id: number) =>
  useChange(() => answered(api.DELETE("/api/imports/{import_id}", at(id))));
