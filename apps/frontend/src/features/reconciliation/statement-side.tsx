"use client";
import { Check } from "lucide-react";
import { useEffect, useRef } from "react";
import { Amount } from "@/components/amount";
import { Button } from "@/components/button";
import { Key } from "@/components/key";
import { Panel } from "@/components/panel";
import { formatDate } from "@/lib/dates";
import type { Account, Match, Workbench } from "@/lib/schemas";
import { accountName, percent } from "../review/words";
import { canBook } from "./picks";

type Line = Workbench["lines"][number];
type Act = Record<"accept" | "reject" | "release" | "book" | "split", () => unknown>;

interface Props {
  bench: Workbench;
  accounts: readonly Account[];
  /** The place of the line that keys act on. */
  here: number;
  picked: ReadonlySet<number>;
  onGo: (place: number) => void;
  onPick: (id: number) => void;
  act: Act;
  isOpen: boolean;
}

/** The lines as the bank shows them, ticked where an entry explains them. */
export function StatementSide({ bench, accounts, here, picked, onGo, onPick, act, isOpen }: Props) {
  const matches = new Map(bench.matches.map((match) => [match.id, match]));
  return (
    <Panel
      title="The statement"
      actions={
        <span className="text-xs text-muted">
          <Key name="j" /> <Key name="k" /> move, <Key name="x" /> pick
        </span>
      }
    >
      <ul aria-label="Lines of the statement">
        {bench.lines.map((line, place) => (
          <Row
            key={line.id}
            line={line}
            match={matches.get(line.match_id ?? 0) ?? null}
            accounts={accounts}
            isHere={place === here}
            isPicked={picked.has(line.id)}
            onGo={() => onGo(place)}
            onPick={() => onPick(line.id)}
            act={act}
            isOpen={isOpen}
          />
        ))}
      </ul>
    </Panel>
  );
}

interface RowProps {
  line: Line;
  match: Match | null;
  accounts: readonly Account[];
  isHere: boolean;
  isPicked: boolean;
  onGo: () => void;
  onPick: () => void;
  act: Act;
  isOpen: boolean;
}

function Row({ line, match, accounts, isHere, isPicked, onGo, onPick, act, isOpen }: RowProps) {
  const element = useRef<HTMLLIElement>(null);
  const wasHere = useRef(isHere);
  useEffect(() => {
    // Where the page opens is left as it is; only moving brings a line into view.
    if (isHere && !wasHere.current) element.current?.scrollIntoView({ block: "nearest" });
    wasHere.current = isHere;
  }, [isHere]);
  return (
    <li
      ref={element}
      aria-current={isHere || undefined}
      onClick={onGo}
      className="scroll-mt-32 border-b border-l-4 border-b-line border-l-transparent py-1.5 pr-4 pl-2 last:border-b-0 aria-[current=true]:border-l-accent aria-[current=true]:bg-raised"
    >
      <div className="flex items-center gap-2.5">
        {line.ticked ? (
          <span className="flex size-5 shrink-0 items-center justify-center rounded-full bg-accent text-on-accent">
            <Check aria-label="Ticked" className="size-3.5" />
          </span>
        ) : (
          <input
            type="checkbox"
            aria-label={`Pick ${line.text}`}
            checked={isPicked}
            disabled={!isOpen}
            onChange={onPick}
            className="mx-0.5 size-4 shrink-0 accent-accent"
          />
        )}
        <button type="button" onClick={onGo} className="min-w-0 flex-1 text-left">
          <span className="block truncate">{line.text || "A line without words"}</span>
          <span className="block truncate text-xs text-muted">
            {formatDate(line.date)}
            {match && ` · ${explained(match, accounts)}`}
          </span>
        </button>
        <Amount amount={line.amount} currency={line.currency} />
      </div>
      {isHere && isOpen && <Choices line={line} match={match} act={act} />}
    </li>
  );
}

function explained(match: Match, accounts: readonly Account[]): string {
  const side = match.sides[0];
  const words = side
    ? `${side.description} (${accountName(accounts, side.counter_account_ids[0])})`
    : "transfer";
  return match.state === "proposed" ? `proposed: ${words}, ${percent(match.score)}` : words;
}

function Choices({ line, match, act }: { line: Line; match: Match | null; act: Act }) {
  return (
    <div className="flex flex-wrap gap-1.5 pt-1.5 pl-7">
      {match?.state === "proposed" && (
        <>
          <Button size="small" tone="primary" onClick={() => act.accept()}>
            Accept <Key name="a" />
          </Button>
          <Button size="small" onClick={() => act.reject()}>
            Reject <Key name="r" />
          </Button>
        </>
      )}
      {line.ticked && (
        <Button size="small" tone="quiet" onClick={() => act.release()}>
          Take apart <Key name="t" />
        </Button>
      )}
      {canBook(line, match) && (
        <>
          <Button size="small" onClick={() => act.book()}>
            {match ? "Book otherwise" : "Book it"} <Key name="b" />
          </Button>
          <Button size="small" onClick={() => act.split()}>
            Split <Key name="s" />
          </Button>
        </>
      )}
    </div>
  );
}
