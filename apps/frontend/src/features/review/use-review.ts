"use client";
import { useState } from "react";
import type { Action, QueueItem } from "@/lib/schemas";
import {
  acceptance,
  booked,
  currentOf,
  EMPTY_DESK,
  keyOf,
  moved,
  rejection,
  returned,
  shown,
  subjects,
  toggled,
  without,
  type Desk,
} from "./desk";
import { useDecide } from "./queries";

interface Done {
  keys: string[];
  matchIds: number[];
}

interface Said {
  tone: "success" | "error";
  text: string;
}

/** The desk over a queue: decisions vanish at once, come back when refused, and can be undone. */
export function useReview(items: readonly QueueItem[]) {
  const [desk, setDesk] = useState<Desk>(EMPTY_DESK);
  const [done, setDone] = useState<readonly Done[]>([]);
  const [said, setSaid] = useState<Said | null>(null);
  const decide = useDecide();
  const undo = useDecide();

  function act(
    chosen: readonly QueueItem[],
    actionOf: (item: QueueItem) => Action | null,
    none: string,
  ) {
    const able = chosen.flatMap((item) => {
      const action = actionOf(item);
      return action ? [{ key: keyOf(item), action }] : [];
    });
    if (able.length === 0) return setSaid({ tone: "error", text: none });
    const keys = able.map(({ key }) => key);
    setSaid(null);
    setDesk((before) => without(items, before, keys));
    decide.mutate(
      able.map(({ action }) => action),
      {
        onSuccess: ({ outcomes }) => {
          const made = able.flatMap(({ key, action }, index) => {
            const outcome = outcomes[index];
            return outcome?.ok ? [{ key, matchIds: settledBy(action, outcome.match_id) }] : [];
          });
          const madeKeys = made.map(({ key }) => key);
          const failed = keys.filter((key) => !madeKeys.includes(key));
          if (made.length > 0) {
            const matchIds = made.flatMap((each) => each.matchIds);
            setDone((before) => [...before, { keys: madeKeys, matchIds }]);
          }
          const why = outcomes.find(({ ok }) => !ok)?.detail;
          if (why) setSaid({ tone: "error", text: why });
          if (failed.length > 0) setDesk((before) => returned(before, failed));
        },
        onError: (error) => {
          setDesk((before) => returned(before, keys));
          setSaid({ tone: "error", text: error.message });
        },
      },
    );
  }

  function takeBack() {
    const last = done.at(-1);
    if (!last) return setSaid({ tone: "error", text: "There is nothing to undo." });
    undo.mutate(
      // The last first: what came after may stand on what came before.
      last.matchIds.toReversed().map((match_id): Action => ({ action: "undo", match_id })),
      {
        onSuccess: ({ outcomes }) => {
          const why = outcomes.find(({ ok }) => !ok)?.detail;
          if (why) return setSaid({ tone: "error", text: why });
          setDone((before) => before.slice(0, -1));
          setDesk((before) => returned(before, last.keys));
          setSaid({ tone: "success", text: `Taken back: ${last.keys.length} of your decisions.` });
        },
        onError: (error) => setSaid({ tone: "error", text: error.message }),
      },
    );
  }

  const chosen = subjects(items, desk);
  return {
    items: shown(items, desk),
    current: currentOf(items, desk),
    picked: desk.picked,
    /** What an action is about: everything picked, else the current item. */
    subjects: chosen,
    hidden: items.length - shown(items, desk).length,
    said,
    canUndo: done.length > 0,
    move: (by: number) => setDesk((before) => moved(items, before, by)),
    goTo: (key: string) => setDesk((before) => ({ ...before, current: key })),
    pick: (key: string) => setDesk((before) => toggled(before, key)),
    accept: (feeAccountId: number | null = null) =>
      act(
        chosen,
        (item) => withFee(acceptance(item), feeAccountId),
        "Nothing is suggested for this line: press e to say what it was for.",
      ),
    reject: () =>
      act(chosen, rejection, "Nothing was proposed for this line, so there is nothing to reject."),
    book: (item: QueueItem, booking: Omit<Action, "action" | "line_id">) =>
      act([item], () => booked(item, booking), ""),
    undo: takeBack,
  };
}

export type Review = ReturnType<typeof useReview>;

/** The matches that a decision settled, in its order: what is booked instead of a proposal has two. */
function settledBy(action: Action, made: number | null | undefined): number[] {
  const rejected = action.action === "book" ? action.match_id : null;
  return [rejected, made].filter((id) => typeof id === "number");
}

function withFee(action: Action | null, feeAccountId: number | null): Action | null {
  return action?.action === "accept" && feeAccountId !== null
    ? { ...action, fee_account_id: feeAccountId }
    : action;
}
