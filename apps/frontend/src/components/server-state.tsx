"use client";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { ApiError } from "@/lib/request";
import { DRAFT, ME } from "@/lib/keys";

/** Keeps what the server answered, for every page below. */
export function ServerState({ children }: { children: ReactNode }) {
  const [client] = useState(clientOfServer);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

function clientOfServer(): QueryClient {
  // A session that ended, here or elsewhere, is met by whatever is asked next.
  const onError = (error: Error) => {
    if (error instanceof ApiError && error.status === 401) client.setQueryData(ME, null);
  };
  const client = new QueryClient({
    defaultOptions: { queries: { retry: mayTryAgain, staleTime: 5_000, refetchInterval: lookAgain } },
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
  });
  // Nothing shows it while somebody signs in again, however long that takes.
  client.setQueryDefaults([DRAFT], { gcTime: Infinity });
  return client;
}

/** Once more, unless the server understood the request and said no. */
function mayTryAgain(failures: number, error: Error): boolean {
  return failures < 1 && !(error instanceof ApiError && error.status >= 400 && error.status < 500);
}

/** Milliseconds between two looks whether a server that was away is back. */
const BACK_YET = 5_000;

/** A page that could not reach the server heals by itself; what was answered is left alone. */
export function lookAgain({ state }: { state: { error: unknown } }): number | false {
  const isAway = state.error instanceof ApiError && [0, 502, 503, 504].includes(state.error.status);
  return isAway ? BACK_YET : false;
}
