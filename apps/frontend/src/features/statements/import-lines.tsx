"use client";
import Link from "next/link";
import { useState } from "react";
import { Amount } from "@/components/amount";
import { Badge } from "@/components/badge";
import { Button } from "@/components/button";
import { Empty } from "@/components/empty";
import { MorePages } from "@/components/more-pages";
import { Notice } from "@/components/notice";
import { Panel } from "@/components/panel";
import { formatDate } from "@/lib/dates";
import type { Import, ImportLine } from "@/lib/schemas";
import { useChoose, useImportLines } from "./queries";
import { STATE_WORDS } from "./words";

type State = ImportLine["state"];

/** The lines of a file in its order, each with what becomes of it. */
export function ImportLines({ found }: { found: Import }) {
  const [state, setState] = useState<State | null>(null);
  const lines = useImportLines(found.id, state);
  const choose = useChoose(found.id);
  const items = lines.data?.pages.flatMap((page) => page.items) ?? [];
  const isOpen = found.status === "preview";
  return (
    <Panel
      title="Lines"
      actions={isOpen && <States counts={found.counts} state={state} onChange={setState} />}
    >
      {choose.error && <Notice tone="error">{choose.error.message}</Notice>}
      {lines.data && items.length === 0 && <Empty title="No such line." />}
      <table className="w-full">
        <caption className="sr-only">Lines of {found.file.name}</caption>
        <tbody>
          {items.map((line) => (
            <Row
              key={line.position}
              line={line}
              isOpen={isOpen}
              onChoose={(choice) => choose.mutate({ positions: [line.position], choice })}
            />
          ))}
        </tbody>
      </table>
      <MorePages query={lines} what="lines" />
    </Panel>
  );
}

interface StatesProps {
  counts: Import["counts"];
  state: State | null;
  onChange: (state: State | null) => void;
}

function States({ counts, state, onChange }: StatesProps) {
  const shown = (Object.keys(STATE_WORDS) as State[]).filter((each) => counts[each] > 0);
  return (
    <div role="group" aria-label="Show lines" className="flex flex-wrap gap-1">
      <Button
        size="small"
        tone={state === null ? "plain" : "quiet"}
        aria-pressed={state === null}
        onClick={() => onChange(null)}
      >
        All
      </Button>
      {shown.map((each) => (
        <Button
          key={each}
          size="small"
          tone={state === each ? "plain" : "quiet"}
          aria-pressed={state === each}
          onClick={() => onChange(each)}
        >
          {STATE_WORDS[each].name} {counts[each]}
        </Button>
      ))}
    </div>
  );
}

interface RowProps {
  line: ImportLine;
  isOpen: boolean;
  onChoose: (choice: "take" | "leave" | null) => void;
}

function Row({ line, isOpen, onChoose }: RowProps) {
  const isOut = line.state === "duplicate" || line.state === "left";
  return (
    <tr className={`border-t border-line ${isOut && isOpen ? "text-muted" : ""}`}>
      <td
        className="hidden w-14 px-4 py-1.5 text-xs text-muted tabular-nums sm:table-cell"
        title={`Line ${line.number} of the file`}
      >
        {line.number}
      </td>
      <td className="hidden w-26 py-1.5 whitespace-nowrap sm:table-cell">{formatDate(line.date)}</td>
      <td className="max-w-0 truncate py-1.5 pl-4 sm:px-2" title={line.text}>
        <span className="flex items-center justify-between gap-2 text-xs text-muted sm:hidden">
          {formatDate(line.date)}
          {isOpen && <Choice line={line} isOut={isOut} onChoose={onChoose} />}
        </span>
        {line.line_id && !isOpen ? (
          <Link href={`/statements/line?id=${line.line_id}`} className="hover:underline">
            {line.text}
          </Link>
        ) : (
          line.text
        )}
      </td>
      {isOpen && (
        <td className="hidden w-56 px-2 py-1 text-right whitespace-nowrap sm:table-cell">
          <Choice line={line} isOut={isOut} onChoose={onChoose} />
        </td>
      )}
      <td className="figures w-28 px-4 py-1.5">
        <Amount amount={line.amount} currency={line.currency ?? ""} />
      </td>
    </tr>
  );
}

type ChoiceProps = Pick<RowProps, "line" | "onChoose"> & { isOut: boolean };

/** What becomes of a line, and the way to decide otherwise. */
function Choice({ line, isOut, onChoose }: ChoiceProps) {
  const { name, tone, about } = STATE_WORDS[line.state];
  return (
    <span className="whitespace-nowrap">
      <span title={about}>
        <Badge tone={tone}>{name}</Badge>
      </span>
      <Button
        size="small"
        tone="quiet"
        className="ml-1 sm:w-24"
        onClick={() => onChoose(line.choice ? null : isOut ? "take" : "leave")}
      >
        {line.choice ? "As before" : isOut ? "Take it" : "Leave out"}
      </Button>
    </span>
  );
}
