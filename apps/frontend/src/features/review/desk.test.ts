import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { QueueItem } from "@/lib/schemas";
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
} from "./desk";

function item(id: number, change: Partial<QueueItem> = {}): QueueItem {
  return { kind: "match", id, date: "2026-03-09", match: null, line: null, suggestion: null, ...change };
}

const QUEUE = [1, 2, 3, 4].map((id) => item(id));
const at = (id: number) => ({ ...EMPTY_DESK, current: `match:${id}` });

describe("moving", () => {
  it("begins at the first, and stops at both ends", () => {
    expect(currentOf(QUEUE, EMPTY_DESK)?.id).toBe(1);
    expect(moved(QUEUE, at(4), 1).current).toBe("match:4");
    expect(moved(QUEUE, at(1), -1).current).toBe("match:1");
    expect(moved(QUEUE, EMPTY_DESK, 1).current).toBe("match:2");
  });
});

describe("booking otherwise", () => {
  const line = { id: 5, account_id: 1, date: "2026-03-09", amount: "-1", currency: "SGD", text: "" };
  const proposal = (lines: unknown[]) => item(7, { match: { lines } as unknown as QueueItem["match"] });
  const booking = { splits: [], description: "Bread" };

  it("rejects the proposal in the same step, so that it is on record", () => {
    const book = { action: "book", line_id: 5, ...booking };
    expect(booked(proposal([line]), booking)).toEqual({ ...book, match_id: 7 });
    expect(booked(item(5, { kind: "line" }), booking)).toEqual(book);
  });

  it("is not offered for a proposal of several lines", () => {
    expect(booked(proposal([line, { ...line, id: 6 }]), booking)).toBeNull();
  });
});

describe("deciding", () => {
  it("goes on with the next, and with the one before at the end", () => {
    expect(without(QUEUE, at(2), ["match:2"]).current).toBe("match:3");
    expect(without(QUEUE, at(4), ["match:4"]).current).toBe("match:3");
    expect(without(QUEUE.slice(0, 1), at(1), ["match:1"]).current).toBeNull();
  });

  it("empties any queue one by one, whatever is decided first", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { minLength: 4, maxLength: 4 }), (steps) => {
        const desk = steps.reduce((each, step) => {
          const there = moved(QUEUE, each, step);
          const current = currentOf(QUEUE, there);
          return current ? without(QUEUE, there, [keyOf(current)]) : there;
        }, EMPTY_DESK);
        expect(shown(QUEUE, desk)).toEqual([]);
      }),
    );
  });

  it("is about everything that is picked, else about the current one", () => {
    const picked = toggled(toggled(at(1), "match:2"), "match:3");
    expect(subjects(QUEUE, picked).map(({ id }) => id)).toEqual([2, 3]);
    expect(subjects(QUEUE, toggled(toggled(picked, "match:2"), "match:3")).map(({ id }) => id)).toEqual([
      1,
    ]);
  });

  it("brings back what was refused", () => {
    const desk = returned(without(QUEUE, at(2), ["match:2"]), ["match:2"]);
    expect(currentOf(QUEUE, desk)?.id).toBe(2);
  });
});

describe("what can be decided", () => {
  const line = item(9, { kind: "line" });
  const suggestion = {
    account_id: 5,
    source: "rule",
    sentence: "",
    description: "",
    rule_id: 1,
  } as const;

  it("books a line only where an account is suggested", () => {
    expect(acceptance(line)).toBeNull();
    expect(acceptance({ ...line, suggestion })).toEqual({ action: "book", line_id: 9 });
  });

  it("rejects proposals, not lines", () => {
    expect(rejection(QUEUE[0]!)).toEqual({ action: "reject", match_id: 1 });
    expect(rejection(line)).toBeNull();
  });
});
