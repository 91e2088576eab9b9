"use client";
/** The books as the server holds them, and the changes that make them stale. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import * as api from "@/lib/api";
import { decimal, negate, toText } from "@/lib/decimal";
import { BOOKS } from "@/lib/keys";
import type { Account } from "@/lib/schemas";
import { nextCode } from "./account-values";
import { auditQuery, type AuditWish } from "./audit-rules";

export function useAccounts() {
  return useQuery({ queryKey: [BOOKS, "accounts"], queryFn: api.listAccounts });
}

/** As of an ISO date; of everything posted when it is empty. */
export function useTrialBalance(asOf = "") {
  return useQuery({
    queryKey: [BOOKS, "trial-balance", asOf],
    queryFn: () => api.readTrialBalance(asOf),
    placeholderData: keepPreviousData,
  });
}

/** What an exchange would realise, given as JSON; nothing is asked while it is null. */
export function useExchangeGain(exchange: string | null) {
  return useQuery({
    queryKey: [BOOKS, "exchange", exchange],
    enabled: exchange !== null,
    queryFn: () => api.foreseeExchange(JSON.parse(exchange!) as api.AskedExchange),
  });
}

export function useEntry(id: number) {
  return useQuery({ queryKey: [BOOKS, "entry", id], queryFn: () => api.readEntry(id) });
}

export function useEntries(query: api.EntryQuery) {
  return useQuery({
    queryKey: [BOOKS, "entries", query],
    queryFn: () => api.listEntries(query),
    placeholderData: keepPreviousData,
  });
}

/** The audit trail, the latest first, page by page as it is asked for. */
export function useAudit(wish: AuditWish) {
  return useInfiniteQuery({
    queryKey: [BOOKS, "audit", wish],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam }) => api.listAudit(auditQuery(wish), pageParam),
    getNextPageParam: (page) => page.next_before,
  });
}

/** A change of the books. It is done when what depends on it has been read again. */
function useChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: [BOOKS] }),
  });
}

export const useCreateAccount = () => useChange(api.createAccount);
export const useRemoveAccount = () => useChange(api.removeAccount);
export const useCreateEntry = () => useChange(api.createEntry);
export const usePostEntry = () => useChange(api.postEntry);
export const useReverseEntry = () => useChange(api.reverseEntry);
export const useDeleteDraft = () => useChange(api.deleteDraft);

export function useChangeAccount() {
  return useChange(({ id, ...change }: api.AccountChange & { id: number }) =>
    api.changeAccount(id, change),
  );
}

/** Creates accounts one after the other; what was created before a failure stays. */
export function useCreateAccounts() {
  return useChange(async (accounts: readonly api.NewAccount[]) => {
    for (const account of accounts) await api.createAccount(account);
  });
}

interface Opening {
  account: Account;
  amount: string;
  date: string;
  accounts: readonly Account[];
}

/** Books what stood on an account on a day, against opening balances in its currency. */
export function useBookOpening() {
  return useChange(async ({ account, amount, date, accounts }: Opening) => {
    const { currency } = account;
    const found = accounts.find((each) => isOpenings(each) && each.currency === currency);
    const wanted = {
      code: nextCode(accounts, "equity"),
      name: "Opening balances",
      type: "equity" as const,
      currency,
      parent_id: null,
    };
    const against = found ?? (await api.createAccount(wanted));
    const other = toText(negate(decimal(amount)));
    const line = { currency, memo: "" };
    return api.createEntry({
      date,
      description: `Opening balance of ${account.name}`,
      post: true,
      lines: [
        { ...line, account_id: account.id, amount },
        { ...line, account_id: against.id, amount: other },
      ],
    });
  });
}

function isOpenings({ type, role, closed, name }: Account): boolean {
  return type === "equity" && role === null && !closed && /^opening balances?\b/i.test(name);
}

export type AccountsCreation = ReturnType<typeof useCreateAccounts>;
