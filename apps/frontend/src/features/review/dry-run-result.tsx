import { Amount } from "@/components/amount";
import { formatDate } from "@/lib/dates";
import type { Account, DryRun } from "@/lib/schemas";
import { counted } from "@/lib/words";
import { accountName } from "./words";

/** What a rule would have done with every line there is. */
export function DryRunResult({ run, accounts }: { run: DryRun; accounts: readonly Account[] }) {
  const { fits, open, same, other, earlier, examples } = run;
  const parts = [
    open > 0 && `${counted(open, "waits", "wait")} and would be suggested this account`,
    same > 0 && `${counted(same, "was", "were")} booked there already`,
    other > 0 && `${counted(other, "was booked elsewhere, and stays", "were booked elsewhere, and stay")}`,
    earlier > 0 && `${counted(earlier, "is", "are")} taken by an earlier rule`,
  ].filter(Boolean);
  return (
    <div role="status" className="rounded-md bg-raised p-3 text-xs">
      <p>
        <strong>{counted(fits, "line fits", "lines fit")}</strong>
        {parts.length > 0 && `: ${parts.join("; ")}`}.
      </p>
      {examples.length > 0 && (
        <ul className="mt-1.5 max-h-32 space-y-0.5 overflow-y-auto text-muted">
          {examples.slice(0, 20).map((line) => (
            <li key={line.line_id} className="flex justify-between gap-3">
              <span className="min-w-0 truncate">
                {formatDate(line.date)} {line.text}
                {line.before.length > 0 &&
                  ` (${line.before.map((id) => accountName(accounts, id)).join(", ")})`}
              </span>
              <Amount amount={line.amount} currency={line.currency} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
