"use client";
import { useState } from "react";
import { Button } from "@/components/button";
import { ConfirmDialog } from "@/components/confirm-dialog";
import type { Entry } from "@/lib/schemas";
import { useDeleteDraft, usePostEntry, useReverseEntry } from "./queries";

/** What can be done with an entry: a draft is posted or deleted, a posted one reversed. */
export function EntryActions({ entry }: { entry: Entry }) {
  if (entry.status === "draft") {
    return (
      <span className="flex gap-1">
        <PostDraft entry={entry} />
        <DeleteDraft entry={entry} />
      </span>
    );
  }
  return entry.status === "posted" ? <Reverse entry={entry} /> : null;
}

function PostDraft({ entry }: { entry: Entry }) {
  const [asking, setAsking] = useState(false);
  const post = usePostEntry();
  return (
    <>
      <Button size="small" aria-label={`Post ${entry.description}`} onClick={() => setAsking(true)}>
        Post
      </Button>
      {asking && (
        <ConfirmDialog
          title="Post this entry?"
          confirm="Post entry"
          busy={post.isPending}
          error={post.error}
          onConfirm={() => post.mutate(entry, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        >
          <p>
            “{entry.description}” becomes part of the books. A posted entry cannot be changed; a
            mistake is corrected by reversing it.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}

function DeleteDraft({ entry }: { entry: Entry }) {
  const [asking, setAsking] = useState(false);
  const remove = useDeleteDraft();
  return (
    <>
      <Button
        size="small"
        tone="quiet"
        aria-label={`Delete ${entry.description}`}
        onClick={() => setAsking(true)}
      >
        Delete
      </Button>
      {asking && (
        <ConfirmDialog
          title="Delete this draft?"
          confirm="Delete draft"
          tone="danger"
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(entry, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        >
          <p>“{entry.description}” was never posted, so nothing of it is kept.</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function Reverse({ entry }: { entry: Entry }) {
  const [asking, setAsking] = useState(false);
  const reverse = useReverseEntry();
  return (
    <>
      <Button
        size="small"
        tone="quiet"
        aria-label={`Reverse ${entry.description}`}
        onClick={() => setAsking(true)}
      >
        Reverse
      </Button>
      {asking && (
        <ConfirmDialog
          title="Reverse this entry?"
          confirm="Reverse entry"
          busy={reverse.isPending}
          error={reverse.error}
          onConfirm={() => reverse.mutate(entry, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        >
          <p>
            A second entry with debits and credits exchanged takes “{entry.description}” back. Both
            stay in the journal.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
