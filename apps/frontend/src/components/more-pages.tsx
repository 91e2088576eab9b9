import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { Button } from "./button";
import { Notice } from "./notice";

interface Props<Page> {
  query: UseInfiniteQueryResult<InfiniteData<Page>>;
  /** What is listed, as in "More lines". */
  what: string;
}

/** The foot of a list that comes in pages: more of it, that it is loading, or why it failed. */
export function MorePages<Page>({ query, what }: Props<Page>) {
  const { error, isFetching, hasNextPage, fetchNextPage, refetch } = query;
  if (error) {
    return (
      <div className="px-4">
        <Notice tone="error">
          {error.message}{" "}
          <Button size="small" onClick={() => void refetch()}>
            Try again
          </Button>
        </Notice>
      </div>
    );
  }
  if (query.isPending) {
    return (
      <p role="status" className="px-4 py-6 text-muted">
        Loading {what}…
      </p>
    );
  }
  if (!hasNextPage) return null;
  return (
    <div className="border-t border-line px-4 py-2 text-center">
      <Button size="small" busy={isFetching} onClick={() => void fetchNextPage()}>
        {isFetching ? "Loading…" : `More ${what}`}
      </Button>
    </div>
  );
}
