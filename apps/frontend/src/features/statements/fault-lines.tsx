import type { Fault } from "@/lib/schemas";

/** What was wrong in a file, each at its line, with what stands there. */
export function FaultLines({ faults, total }: { faults: readonly Fault[]; total: number }) {
  if (faults.length === 0) return null;
  return (
    <ul aria-label="Faults" className="space-y-1 border-t border-line px-4 py-3">
      {faults.map((fault, index) => (
        <li key={index} className="sm:flex sm:flex-wrap sm:gap-x-3">
          <span className="mr-2 w-16 shrink-0 text-muted tabular-nums sm:mr-0">
            {fault.line > 0 ? `Line ${fault.line}` : "File"}
          </span>
          <span className={fault.lost ? "text-danger" : "text-caution"}>
            {sentence(fault.message)}
            {fault.lost && " It is left out."}
          </span>
          {fault.text && (
            <code className="block w-full overflow-hidden sm:pl-19 text-xs text-ellipsis whitespace-nowrap text-muted">
              {fault.text}
            </code>
          )}
        </li>
      ))}
      {total > faults.length && <li className="text-muted">and {total - faults.length} more</li>}
    </ul>
  );
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
