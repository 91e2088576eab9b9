"use client";
import { Button } from "@/components/button";
import { Empty } from "@/components/empty";
import { LinkButton } from "@/components/link-button";
import { MorePages } from "@/components/more-pages";
import { Notice } from "@/components/notice";
import { PageHead } from "@/components/page-head";
import type { Account } from "@/lib/schemas";
import { counted } from "@/lib/words";
import { useAccounts } from "../accounting/queries";
import { useQueue, useRun } from "./queries";
import { ReviewDesk } from "./review-desk";
import { SuggestedRules } from "./suggested-rules";

/** What waits for a person's decision, to be emptied by keyboard. */
export function ReviewPage() {
  const queue = useQueue();
  const run = useRun();
  const { data: accounts } = useAccounts();
  const pages = queue.data?.pages ?? [];
  const first = pages[0];
  const items = pages.flatMap((page) => page.items);
  return (
    <>
      <PageHead title="Review" about={first && <span role="status">{spoken(first)}</span>}>
        <Button busy={run.isPending} onClick={() => run.mutate()}>
          {run.isPending ? "Matching…" : "Match again"}
        </Button>
      </PageHead>
      {run.error && <Notice tone="error">{run.error.message}</Notice>}
      {run.data && (
        <Notice tone="success">
          Of {counted(run.data.lines, "open line")},{" "}
          {counted(run.data.accepted, "was", "were")} matched and{" "}
          {counted(run.data.proposed, "is", "are")} proposed to you.
        </Notice>
      )}
      {first && first.rule_suggestions.length > 0 && (
        <SuggestedRules suggestions={first.rule_suggestions} accounts={accounts ?? []} />
      )}
      {first && items.length === 0 && <NothingWaits />}
      {items.length > 0 && <ReviewDesk items={items} accounts={accounts ?? NONE} />}
      <MorePages query={queue} what="items" />
    </>
  );
}

const NONE: readonly Account[] = [];

function spoken({ matches, lines }: { matches: number; lines: number }): string {
  if (matches + lines === 0) return "";
  return `${counted(matches, "proposal")}, ${counted(lines, "line")} that nothing explains`;
}

function NothingWaits() {
  return (
    <div className="rounded-lg border border-line bg-surface">
      <Empty title="Nothing waits for you">
        <p className="mb-4">
          Every line of your statements is explained. Reconcile the statements now, or upload the next
          one.
        </p>
        <div className="flex justify-center gap-2">
          <LinkButton href="/reconciliation" tone="primary">
            Reconcile
          </LinkButton>
          <LinkButton href="/statements">Upload a statement</LinkButton>
        </div>
      </Empty>
    </div>
  );
}
