"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/button";
import { ConfirmDialog } from "@/components/confirm-dialog";
import type { Import } from "@/lib/schemas";
import { useDiscard } from "./queries";

export function DiscardButton({ found }: { found: Import }) {
  const [asking, setAsking] = useState(false);
  const discard = useDiscard(found.id);
  const router = useRouter();
  return (
    <>
      <Button size="small" tone="quiet" onClick={() => setAsking(true)}>
        Discard
      </Button>
      {asking && (
        <ConfirmDialog
          title="Discard this file?"
          confirm="Discard file"
          tone="danger"
          busy={discard.isPending}
          error={discard.error}
          onConfirm={() => discard.mutate(undefined, { onSuccess: () => router.push("/statements") })}
          onClose={() => setAsking(false)}
        >
          <p>
            “{found.file.name}” and what was read of it are forgotten. Nothing of it is in your books.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
