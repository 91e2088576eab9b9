"use client";
import { useState } from "react";
import { Button } from "@/components/button";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { LinkButton } from "@/components/link-button";
import { Notice } from "@/components/notice";
import { formatMoment } from "@/lib/dates";
import { ApiError } from "@/lib/request";
import type { Import } from "@/lib/schemas";
import { useWaiting } from "../review/queries";
import { ImportLines } from "./import-lines";
import { OpeningOffer } from "./opening-offer";
import { useUndo, useUndoWithMatches } from "./queries";
import { StatementsPanel } from "./statements-panel";

/** An import that counts, with the way to take it back; or one that was taken back. */
export function Committed({ found }: { found: Import }) {
  const isUndone = found.status === "undone";
  const isDecided = useWaiting().data?.total === 0;
  return (
    <div className="space-y-4">
      <Notice tone={isUndone ? "caution" : "success"}>
        <div className="flex flex-wrap items-center justify-between gap-3">
          {isUndone ? (
            <>
              Taken back {found.undone_at && formatMoment(found.undone_at)}. Your books are as they were
              before; upload the file again to import it after all.
            </>
          ) : (
            <>
              Imported {found.committed_at && formatMoment(found.committed_at)}.{" "}
              {isDecided ? "Nothing of it waits: reconcile it." : "Next: say what its lines were for."}
            </>
          )}
          {!isUndone && (
            <span className="flex gap-2">
              <LinkButton
                href={isDecided ? "/reconciliation" : "/review"}
                tone="primary"
                size="small"
              >
                {isDecided ? "Reconcile" : "Review lines"}
              </LinkButton>
              <UndoButton found={found} />
            </span>
          )}
        </div>
      </Notice>
      {!isUndone &&
        found.statements.map((each) => <OpeningOffer key={each.id} statement={each} />)}
      <StatementsPanel found={found} />
      <ImportLines found={found} />
    </div>
  );
}

function UndoButton({ found }: { found: Import }) {
  const [asking, setAsking] = useState(false);
  const alone = useUndo(found.id);
  const withMatches = useUndoWithMatches(found.id);
  // Refused because lines are in the books: the next confirmation takes these matches along.
  const isMatched = alone.error instanceof ApiError && alone.error.status === 409;
  const undo = isMatched ? withMatches : alone;
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        Undo import
      </Button>
      {asking && (
        <ConfirmDialog
          title="Undo this import?"
          confirm={isMatched ? "Undo it with its matches" : "Undo import"}
          tone="danger"
          busy={undo.isPending}
          error={undo.error}
          onConfirm={() => undo.mutate(undefined, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        >
          <p>
            The lines that only “{found.file.name}” tells of leave the account. Everything is as it was
            before the import; the file itself stays here.
          </p>
          {isMatched && (
            <p role="status" className="text-caution">
              {alone.error?.message} Entries that were made from its lines are then taken back; entries
              that were there before wait for a line again.
            </p>
          )}
        </ConfirmDialog>
      )}
    </>
  );
}
