"use client";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { Panel } from "@/components/panel";
import type { Import } from "@/lib/schemas";
import { FaultLines } from "./fault-lines";
import { useFaults, useRetry } from "./queries";

/** Why nothing of a file could be read, and the way to try again. */
export function Failed({ found }: { found: Import }) {
  const retry = useRetry(found.id);
  const { data: faults } = useFaults(found.id);
  return (
    <Panel title="The file could not be read">
      <div className="p-4">
        <p>{found.problem || "Nothing in it could be understood."}</p>
        <p className="mt-1 text-muted">
          Nothing of it counts. If the server was interrupted, read it again; else export the statement
          once more at your bank, in another format if there is one, and discard this file.
        </p>
        <Button className="mt-3" busy={retry.isPending} onClick={() => retry.mutate(undefined)}>
          Read it again
        </Button>
        {retry.error && <Notice tone="error">{retry.error.message}</Notice>}
      </div>
      {faults && <FaultLines faults={faults.items} total={faults.total} />}
    </Panel>
  );
}
