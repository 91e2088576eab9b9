"use client";
import { useState } from "react";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { Panel } from "@/components/panel";
import { decimal, isZero } from "@/lib/decimal";
import { ApiError } from "@/lib/request";
import type { Import } from "@/lib/schemas";
import { counted, formatCount } from "@/lib/words";
import { FaultLines } from "./fault-lines";
import { ImportLines } from "./import-lines";
import { useCommit, useFaults } from "./queries";
import { StatementsPanel } from "./statements-panel";

/** What the file would add, before it does. */
export function PreviewStep({ found }: { found: Import }) {
  const { data: faults } = useFaults(found.id);
  return (
    <div className="space-y-4">
      <StatementsPanel found={found} />
      {faults && faults.total > 0 && (
        <Panel title={`${counted(faults.total, "fault")} in the file`}>
          <FaultLines faults={faults.items} total={faults.total} />
        </Panel>
      )}
      <ImportLines found={found} />
      <CommitBar found={found} />
    </div>
  );
}

/** Sums up what an import does, asks what only a person can decide, and does it. */
function CommitBar({ found: { id, counts, statements } }: { found: Import }) {
  const commit = useCommit(id);
  const [similar, setSimilar] = useState<"take" | "leave" | null>(null);
  const [isAccepted, setIsAccepted] = useState(false);
  const isOff = statements.some(({ difference }) => difference !== null && !isZero(decimal(difference)));
  const isOpen = statements.some(({ account_id, line_count }) => account_id === null && line_count > 0);
  const isBlocked = isOpen || (counts.similar > 0 && similar === null) || (isOff && !isAccepted);
  const added = counts.new + (similar === "take" ? counts.similar : 0);
  return (
    <section
      aria-label="Import"
      className="sticky bottom-0 -mx-4 border-t border-line bg-surface px-4 py-3 shadow-[0_-4px_16px_rgb(0_0_0/0.06)] sm:mx-0 sm:rounded-lg sm:border"
    >
      {counts.similar > 0 && (
        <fieldset className="mb-2 flex flex-wrap gap-x-4 gap-y-1">
          <legend className="float-left mr-4">
            {counted(counts.similar, "line resembles a line", "lines resemble lines")} of another file:
          </legend>
          {(["leave", "take"] as const).map((choice) => (
            <label key={choice} className="flex items-center gap-1.5">
              <input
                type="radio"
                name="similar"
                checked={similar === choice}
                onChange={() => setSimilar(choice)}
                className="accent-accent"
              />
              {choice === "leave" ? "they are the same, leave them" : "they are others, take them"}
            </label>
          ))}
        </fieldset>
      )}
      {isOff && (
        <label className="mb-2 flex items-center gap-1.5 text-danger">
          <input
            type="checkbox"
            checked={isAccepted}
            onChange={(event) => setIsAccepted(event.target.checked)}
            className="accent-accent"
          />
          Import it although its balances do not add up
        </label>
      )}
      {commit.error && <Notice tone="error">{told(commit.error)}</Notice>}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status">
          <strong>{counted(added, "line is", "lines are")} added</strong>
          {counts.duplicate > 0 && `, ${counted(counts.duplicate, "is", "are")} there already`}
          {counts.left > 0 && `, ${counted(counts.left, "is", "are")} left out`}
          {counts.lost > 0 && `, ${formatCount(counts.lost)} could not be read`}.
          {isOpen && (
            <span className="text-caution"> Say first which account the statement is of.</span>
          )}
        </p>
        <Button
          tone="primary"
          busy={commit.isPending}
          disabled={isBlocked}
          onClick={() => commit.mutate({ similar, accept_difference: isAccepted })}
        >
          {commit.isPending ? "Importing…" : `Import ${counted(added, "line")}`}
        </Button>
      </div>
    </section>
  );
}

function told(error: Error): string {
  const faults = error instanceof ApiError ? error.problem.errors : [];
  return [error.message, ...faults.map(({ message }) => message)].join(" ");
}
