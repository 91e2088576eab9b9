import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button } from "./button";
import { Notice } from "./notice";

interface Props<Value> {
  query: UseQueryResult<Value>;
  /** What is being loaded, as in "Loading accounts…". */
  what: string;
  children: (value: Value) => ReactNode;
}

/** What a query brought; until then that it is loading, or why it failed and a way to try again. */
export function Loaded<Value>({ query, what, children }: Props<Value>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isPending) {
    return (
      <p role="status" className="px-4 py-6 text-muted">
        Loading {what}…
      </p>
    );
  }
  return (
    <div className="px-4 py-1">
      <Notice tone="error">
        <div className="flex items-center justify-between gap-3">
          {query.error?.message}
          <Button size="small" onClick={() => void query.refetch()}>
            Try again
          </Button>
        </div>
      </Notice>
    </div>
  );
}
