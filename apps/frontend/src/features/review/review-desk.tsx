"use client";
import { useState } from "react";
import { Notice } from "@/components/notice";
import { useKeys } from "@/components/use-keys";
import type { Account, QueueItem } from "@/lib/schemas";
import { BookingDialog } from "./booking-dialog";
import { ItemDetail } from "./item-detail";
import { KeysDialog } from "./keys-dialog";
import { QueueList } from "./queue-list";
import { RuleDialog } from "./rule-dialog";
import { draftFor } from "./rule-draft";
import { useReview } from "./use-review";
import { lineOf } from "./words";
import { bookable, keyOf } from "./desk";

type Open =
  | { kind: "edit" | "split"; item: QueueItem }
  | { kind: "rule"; items: readonly QueueItem[] }
  | { kind: "keys" }
  | null;

/** The list of what waits beside the one that keys act on. */
export function ReviewDesk({
  items,
  accounts,
}: {
  items: readonly QueueItem[];
  accounts: readonly Account[];
}) {
  const review = useReview(items);
  const [open, setOpen] = useState<Open>(null);
  const { current } = review;
  const openFor = (kind: "edit" | "split" | "rule") => {
    if (kind === "rule") {
      if (current) setOpen({ kind, items: review.subjects });
    } else if (current && bookable(current) !== null) setOpen({ kind, item: current });
  };
  const keys = {
    j: () => review.move(1),
    k: () => review.move(-1),
    ArrowDown: () => review.move(1),
    ArrowUp: () => review.move(-1),
    x: () => current && review.pick(keyOf(current)),
    a: () => review.accept(),
    r: () => review.reject(),
    e: () => openFor("edit"),
    s: () => openFor("split"),
    m: () => openFor("rule"),
    u: () => review.undo(),
    "?": () => setOpen({ kind: "keys" }),
  };
  useKeys(keys);
  const close = () => setOpen(null);
  return (
    <>
      {review.said && <Notice tone={review.said.tone}>{review.said.text}</Notice>}
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <QueueList review={review} accounts={accounts} onKeys={() => setOpen({ kind: "keys" })} />
        {current && (
          <ItemDetail
            key={keyOf(current)}
            item={current}
            accounts={accounts}
            review={review}
            onOpen={openFor}
          />
        )}
      </div>
      {open?.kind === "keys" && <KeysDialog onClose={close} />}
      {(open?.kind === "edit" || open?.kind === "split") && (
        <BookingDialog
          line={lineOf(open.item)!}
          accounts={accounts}
          startAccountId={open.item.suggestion?.account_id ?? null}
          isSplit={open.kind === "split"}
          onBook={(booking) => {
            review.book(open.item, booking);
            close();
          }}
          onClose={close}
        />
      )}
      {open?.kind === "rule" && (
        <RuleDialog
          accounts={accounts}
          start={draftFor(open.items)}
          about={open.items.length}
          onClose={close}
        />
      )}
    </>
  );
}
