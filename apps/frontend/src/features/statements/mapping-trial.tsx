"use client";
import { Amount } from "@/components/amount";
import { Loaded } from "@/components/loaded";
import { formatDate } from "@/lib/dates";
import type { CsvProfile } from "@/lib/schemas";
import { counted } from "@/lib/words";
import { useSettled } from "../accounting/use-settled";
import { FaultLines } from "./fault-lines";
import { useTrial } from "./queries";

/** Milliseconds without a change before the file is read again. */
const PAUSE = 250;

interface Props {
  id: number;
  /** Null while something is missing, which `open` says. */
  profile: CsvProfile | null;
  open: string;
}

/** The first lines of the file as they would be read, as the choices change. */
export function MappingTrial({ id, profile, open }: Props) {
  const trial = useTrial(id, useSettled(profile, PAUSE));
  if (open) return <p className="px-4 py-6 text-caution">{open}</p>;
  return (
    <Loaded query={trial} what="the first lines">
      {({ lines, faults, line_count, fault_count }) => (
        <>
          <p role="status" className="px-4 pt-3 text-muted">
            {counted(line_count, "line")} can be read
            {fault_count > 0 && `, ${found(fault_count)} found`}. The first
            of them:
          </p>
          <table className="mt-2 w-full">
            <tbody>
              {lines.slice(0, 8).map((line) => (
                <tr key={line.number} className="border-t border-line">
                  <td className="w-28 px-4 py-1 whitespace-nowrap text-muted">
                    {formatDate(line.date)}
                  </td>
                  <td className="max-w-0 truncate py-1">{line.text}</td>
                  <td className="figures w-32 px-4 py-1">
                    <Amount amount={line.amount} currency={profile?.currency ?? ""} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <FaultLines faults={faults} total={fault_count} />
        </>
      )}
    </Loaded>
  );
}

function found(faults: number): string {
  return faults === 1 ? "1 fault was" : `${faults} faults were`;
}
