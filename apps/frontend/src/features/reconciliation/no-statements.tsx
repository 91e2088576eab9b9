import Link from "next/link";

/** What reconciliation shows before the first statement: that there is none, and what it is for. */
export function NoStatements() {
  return (
    <div className="mx-auto max-w-2xl">
      <h1 className="text-lg font-semibold">Reconciliation</h1>
      <section className="mt-4 rounded-lg border border-line bg-surface p-6">
        <h2 className="font-semibold">No statement has been imported yet</h2>
        <p className="mt-2 text-muted">
          Importing statements is not part of this version. When it is, this page will compare a
          bank statement with the journal, line by line:
        </p>
        <ul className="mt-3 list-disc space-y-1 pl-5 text-muted">
          <li>import a statement as CSV, OFX, QIF, CAMT.053 or MT940, and keep the original file;</li>
          <li>match its lines with entries, each with a score and the reasons for it;</li>
          <li>tick off until the difference to the closing balance is zero, then lock the period.</li>
        </ul>
        <p className="mt-4 text-muted">
          Until then, enter what the statement shows in the{" "}
          <Link href="/" className="text-accent underline">
            journal
          </Link>{" "}
          by hand.
        </p>
      </section>
    </div>
  );
}
