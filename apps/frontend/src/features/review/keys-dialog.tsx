"use client";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";

const KEYS = [
  ["j or ↓", "the next"],
  ["k or ↑", "the one before"],
  ["a", "accept: take the proposal, or book the line as suggested"],
  ["r", "reject: it is not proposed again"],
  ["e", "say what the line was for, or book it otherwise"],
  ["s", "split the line over several accounts"],
  ["m", "make a rule of it, or one of all that are picked"],
  ["x", "pick it, to decide about several at once"],
  ["u", "undo the last decision"],
  ["?", "show these keys"],
] as const;

export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl className="grid grid-cols-[5rem_1fr] gap-y-1.5">
        {KEYS.map(([key, what]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="rounded border border-field px-1.5 font-sans text-xs">{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-4 text-right">
        <Button autoFocus onClick={onClose}>
          Close
        </Button>
      </div>
    </Dialog>
  );
}
