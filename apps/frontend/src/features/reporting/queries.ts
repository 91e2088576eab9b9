"use client";
/** Reports as the server makes them. A change of the books makes all of them stale. */
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api } from "@/lib/client";
import { BOOKS } from "@/lib/keys";
import { answered } from "@/lib/request";

export interface Period {
  from: string;
  to: string;
}

function useReport<Report>(name: string, of: unknown, read: () => Promise<Report>) {
  return useQuery({
    queryKey: [BOOKS, "report", name, of],
    queryFn: read,
    placeholderData: keepPreviousData,
  });
}

export function useBalanceSheet(asOf: string) {
  const params = { query: { as_of: asOf } };
  return useReport("balance-sheet", asOf, () =>
    answered(api.GET("/api/reports/balance-sheet", { params })),
  );
}

export function useIncomeStatement(period: Period) {
  const params = { query: period };
  return useReport("income-statement", period, () =>
    answered(api.GET("/api/reports/income-statement", { params })),
  );
}

export function useCashFlow(period: Period) {
  const params = { query: period };
  return useReport("cash-flow", period, () => answered(api.GET("/api/reports/cash-flow", { params })));
}

export function useCategories(period: Period) {
  const params = { query: period };
  return useReport("categories", period, () => answered(api.GET("/api/reports/categories", { params })));
}

/** At the end of each month of the period; of the last year without one. */
export function useNetWorth(period: Partial<Period>) {
  const params = { query: period };
  return useReport("net-worth", period, () => answered(api.GET("/api/reports/net-worth", { params })));
}

/** An account's lines, the latest first, page by page as they are asked for. */
export function useRegister(accountId: number, period: Partial<Period>) {
  return useInfiniteQuery({
    queryKey: [BOOKS, "register", accountId, period],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => {
      const query = { ...period, ...(pageParam && { after: pageParam }), limit: 100 };
      const params = { path: { account_id: accountId }, query };
      return answered(api.GET("/api/accounts/{account_id}/register", { params }));
    },
    getNextPageParam: (page) => page.next,
  });
}
