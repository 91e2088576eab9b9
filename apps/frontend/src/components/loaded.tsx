import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button } from "./button";
import { Notice } from "./notice";

interface Props<Value> {
  query: Pick<UseQueryResult<Value>, "data" | "error" | "refetch">;
  /** What is being loaded, as in "Loading accounts…". */
  what: string;
  children: (value: Value) => ReactNode;
}

/**
 * What a query brought; until then that it is loading. A failure is always shown with a way to
 * try again, also above an older answer, which would pass for the present one otherwise.
 */
export function Loaded<Value>({ query, what, children }: Props<Value>) {
  const { data, error, refetch } = query;
  if (data === undefined && !error) {
    return (
      <p role="status" className="px-4 py-6 text-muted">
        Loading {what}…
      </p>
    );
  }
  return (
    <>
      {error && (
        <div className="px-4 py-1">
          <Notice tone="error">
            <div className="flex items-center justify-between gap-3">
              {error.message}
              <Button size="small" onClick={() => void refetch()}>
                Try again
              </Button>
            </div>
          </Notice>
        </div>
      )}
      {data !== undefined && children(data)}
    </>
  );
}
