/** Finds the place in the form for what the server says is wrong with an entry. */
import type { Problem } from "@/lib/schemas";
import { isBlank, type EntryValues } from "./entry-rules";

export type FieldPath =
  | "date"
  | "description"
  | `lines.${number}.${"accountId" | "debit" | "credit" | "memo"}`;

export interface PlacedFault {
  /** Null when no field of the form is to blame. */
  path: FieldPath | null;
  message: string;
}

/** The problem's errors, each at its field; the problem's own sentence when it names none. */
export function placeProblem(problem: Problem, values: EntryValues): PlacedFault[] {
  if (problem.errors.length === 0) return [{ path: null, message: problem.detail || problem.title }];
  return problem.errors.map(({ field, message }) => ({ path: fieldPath(field, values), message }));
}

function fieldPath(field: string, values: EntryValues): FieldPath | null {
  if (field === "date" || field === "description") return field;
  const [, position, name] = /^lines\.(\d+)(?:\.(\w+))?$/.exec(field) ?? [];
  if (position === undefined) return null;
  const index = formIndex(Number(position), values);
  const line = values.lines[index];
  if (!line) return null;
  if (name === "amount") return `lines.${index}.${line.credit.trim() ? "credit" : "debit"}`;
  if (name === "memo") return `lines.${index}.memo`;
  return `lines.${index}.accountId`;
}

/** Blank lines are not sent, so the server counts without them. */
function formIndex(sentIndex: number, values: EntryValues): number {
  const sent = values.lines.flatMap((line, index) => (isBlank(line) ? [] : [index]));
  return sent[sentIndex] ?? -1;
}
