/**
 * A stand-in for next/navigation, whose address a test sets and reads:
 *
 *     vi.mock("next/navigation", () => import("@/testing/address"));
 */
import { useMemo, useSyncExternalStore } from "react";

let address = "/";
const listeners = new Set<() => void>();

/** Goes where a person would have come from a link. */
export function visit(to: string): void {
  address = to;
  for (const tell of listeners) tell();
}

/** The address as it is now. */
export function visited(): string {
  return address;
}

function subscribe(tell: () => void) {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

const router = { push: visit, replace: visit };

export function useRouter() {
  return router;
}

export function usePathname(): string {
  return useSyncExternalStore(subscribe, visited).split("?")[0] ?? "";
}

export function useSearchParams(): URLSearchParams {
  const now = useSyncExternalStore(subscribe, visited);
  return useMemo(() => new URLSearchParams(now.split("?")[1] ?? ""), [now]);
}
