import type { CsvProfile, Mapping } from "@/lib/schemas";
import { ROLE_NAMES, roleOf, withRole, type Role } from "./mapping";

interface Props {
  mapping: Mapping;
  profile: CsvProfile;
  onChange: (profile: CsvProfile) => void;
}

const ROLES = Object.entries(ROLE_NAMES) as [Role, string][];

/** The beginning of the file, with a choice over each column of what it is. */
export function MappingColumns({ mapping: { heading, sample, reasons }, profile, onChange }: Props) {
  const width = Math.max(heading.length, ...sample.map((row) => row.length));
  const columns = Array.from({ length: width }, (_, column) => column);
  const name = (column: number) => heading[column] || `Column ${column + 1}`;
  return (
    <>
      <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="The beginning of the file">
        <table className="w-full text-xs">
          <thead>
            <tr>
              {columns.map((column) => {
                const role = roleOf(profile, column);
                return (
                  <th
                    key={column}
                    scope="col"
                    className="min-w-32 px-2 pt-3 pb-1 text-left font-medium first:pl-4"
                  >
                    <select
                      aria-label={`What “${name(column)}” is`}
                      value={role}
                      onChange={(event) =>
                        onChange(withRole(profile, column, event.target.value as Role))
                      }
                      className={`control mb-1 h-8! text-xs! ${role === "none" ? "text-muted" : "border-accent! font-medium"}`}
                    >
                      {ROLES.map(([value, text]) => (
                        <option key={value} value={value}>
                          {text}
                        </option>
                      ))}
                    </select>
                    <span className="text-muted">{name(column)}</span>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {sample.slice(0, 5).map((row, index) => (
              <tr key={index} className="border-t border-line">
                {columns.map((column) => (
                  <td
                    key={column}
                    className={`max-w-56 truncate px-2 py-1 first:pl-4 ${roleOf(profile, column) === "none" ? "text-muted" : ""}`}
                  >
                    {row[column] ?? ""}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {reasons.length > 0 && (
        <details className="border-t border-line px-4 py-2 text-xs text-muted">
          <summary>Why it was understood this way</summary>
          <ul className="mt-1 list-disc space-y-0.5 pl-5">
            {reasons.map((reason) => (
              <li key={reason.field}>
                {reason.field.replaceAll("_", " ")}: {reason.why}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
