import { Empty } from "@/components/empty";
import { LinkButton } from "@/components/link-button";
import { PageHead } from "@/components/page-head";

/** What reconciliation shows before the first statement: what it is for, and the next step. */
export function NoStatements() {
  return (
    <>
      <PageHead title="Reconciliation" />
      <div className="rounded-lg border border-line bg-surface">
        <Empty title="No statement waits to be reconciled">
          <p className="mb-4">
            Import a statement, then tick its lines off against the journal until the difference to its
            closing balance is zero, and lock it.
          </p>
          <LinkButton href="/statements" tone="primary">
            Upload a statement
          </LinkButton>
        </Empty>
      </div>
    </>
  );
}
