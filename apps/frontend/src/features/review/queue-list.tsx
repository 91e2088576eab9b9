"use client";
import { Check } from "lucide-react";
import { useEffect, useRef } from "react";
import { Amount } from "@/components/amount";
import { Button } from "@/components/button";
import { Key } from "@/components/key";
import { Panel } from "@/components/panel";
import { formatDate } from "@/lib/dates";
import type { Account, QueueItem } from "@/lib/schemas";
import { keyOf } from "./desk";
import type { Review } from "./use-review";
import { lineOf, percent, proposal } from "./words";

interface Props {
  review: Review;
  accounts: readonly Account[];
  onKeys: () => void;
}

/** What waits, the oldest first. */
export function QueueList({ review, accounts, onKeys }: Props) {
  const current = review.current && keyOf(review.current);
  const actions = (
    <span className="flex gap-1">
      <Button size="small" tone="quiet" disabled={!review.canUndo} onClick={review.undo}>
        Undo <Key name="u" />
      </Button>
      <Button size="small" tone="quiet" onClick={onKeys}>
        Keys <Key name="?" />
      </Button>
    </span>
  );
  return (
    <Panel title={review.picked.size > 0 ? `${review.picked.size} picked` : "Waiting"} actions={actions}>
      <ul
        role="listbox"
        aria-label="What waits"
        aria-multiselectable
        aria-activedescendant={current ? `item-${current}` : undefined}
        tabIndex={0}
        className="max-h-[45dvh] overflow-y-auto lg:max-h-[calc(100dvh-15rem)] -outline-offset-2"
      >
        {review.items.map((item) => (
          <Row
            key={keyOf(item)}
            item={item}
            accounts={accounts}
            isCurrent={keyOf(item) === current}
            isPicked={review.picked.has(keyOf(item))}
            onGo={() => review.goTo(keyOf(item))}
            onPick={() => review.pick(keyOf(item))}
          />
        ))}
      </ul>
    </Panel>
  );
}

interface RowProps {
  item: QueueItem;
  accounts: readonly Account[];
  isCurrent: boolean;
  isPicked: boolean;
  onGo: () => void;
  onPick: () => void;
}

function Row({ item, accounts, isCurrent, isPicked, onGo, onPick }: RowProps) {
  const element = useRef<HTMLLIElement>(null);
  const wasCurrent = useRef(isCurrent);
  useEffect(() => {
    // Where the page opens is left as it is; only moving brings an item into view.
    if (isCurrent && !wasCurrent.current) element.current?.scrollIntoView({ block: "nearest" });
    wasCurrent.current = isCurrent;
  }, [isCurrent]);
  const line = lineOf(item);
  return (
    <li
      ref={element}
      id={`item-${keyOf(item)}`}
      role="option"
      aria-selected={isPicked}
      aria-current={isCurrent || undefined}
      onClick={onGo}
      className="flex cursor-pointer items-center gap-3 border-b border-l-4 border-b-line border-l-transparent py-1.5 pr-4 pl-2 hover:bg-raised aria-[current=true]:border-l-accent aria-[current=true]:bg-raised"
    >
      <span
        aria-hidden
        onClick={(event) => {
          event.stopPropagation();
          onPick();
        }}
        className={`flex size-5 shrink-0 items-center justify-center rounded border ${isPicked ? "border-accent bg-accent text-on-accent" : "border-field"}`}
      >
        {isPicked && <Check className="size-3.5" />}
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate">{line?.text || "A line without words"}</span>
        <span className="block truncate text-xs text-muted">
          {line && formatDate(line.date)} ·{" "}
          <span className={item.match || item.suggestion ? "text-accent" : ""}>
            {proposal(item, accounts)}
          </span>
          {item.match && ` · ${percent(item.match.score)}`}
        </span>
      </span>
      {line && <Amount amount={line.amount} currency={line.currency} showCurrency />}
    </li>
  );
}
