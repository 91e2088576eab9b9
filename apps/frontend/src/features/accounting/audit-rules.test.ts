import { describe, expect, it } from "vitest";
import { CASH } from "@/testing/books";
import type { AuditRecord } from "@/lib/schemas";
import {
  askedWish,
  auditAddress,
  auditQuery,
  differencesOf,
  placeOf,
  titleOf,
} from "./audit-rules";

const ACCOUNTS = new Map([[CASH.id, CASH]]);

function record(change: Partial<AuditRecord> = {}): AuditRecord {
  return {
    id: 1,
    at: "2026-03-09T08:00:00Z",
    user_id: 1,
    source: "finance-report",
    subject: "entry",
    subject_id: 7,
    action: "update",
    before: { description: "Shop" },
    after: { description: "Weekly shop" },
    ...change,
  };
}

describe("a wish", () => {
  it("survives its way through the address", () => {
    const wish = { kind: "entry", id: "7", from: "2026-03-01", to: "2026-03-31" } as const;
    expect(askedWish(new URLSearchParams(auditAddress(wish).split("?")[1]))).toEqual(wish);
    expect(auditAddress({ kind: "", id: "" })).toBe("/audit");
  });

  it.each(["kind=secrets&id=7", "id=7", "kind=entry&id=-7", "kind=entry&id=7e9x&from=0002-01-01"])(
    "leaves out what an address says wrongly: %s",
    (said) => {
      const { kind, from } = askedWish(new URLSearchParams(said));
      expect(["", "entry"]).toContain(kind);
      expect(from).toBe("");
      expect(auditQuery(askedWish(new URLSearchParams(said))).since).toBeUndefined();
    },
  );

  it("asks for an entry with its lines, and for whole days of this clock", () => {
    const asked = auditQuery({ kind: "entry", id: "7", from: "2026-03-31", to: "2026-03-31" });
    expect(asked).toMatchObject({ subject: ["entry", "lines"], subject_id: 7 });
    expect(new Date(asked.since ?? "").getTime()).toBe(new Date(2026, 2, 31).getTime());
    expect(new Date(asked.until ?? "").getTime()).toBe(new Date(2026, 3, 1).getTime());
  });
});

describe("a record", () => {
  it("is named by the thing, and leads to it while it is there", () => {
    expect(titleOf(record())).toBe("Entry 7: Weekly shop");
    expect(placeOf(record())).toBe("/journal/entry?id=7");
    const removed = record({ action: "delete", after: null });
    expect(titleOf(removed)).toBe("Entry 7: Shop");
    expect(placeOf(removed)).toBeNull();
    expect(titleOf(record({ subject: "person", after: { name: "Ada" } }))).toBe("You");
  });

  it("tells only what differs, in words", () => {
    const before = { id: 7, date: "2026-03-09", closed: false, parent_id: null, code: "1.10" };
    const after = { ...before, date: "2026-03-10", closed: true, parent_id: CASH.id, code: "1.100" };
    expect(differencesOf(record({ before, after }), ACCOUNTS)).toEqual([
      { field: "date", before: "9 Mar 2026", after: "10 Mar 2026" },
      { field: "closed", before: "no", after: "yes" },
      { field: "parent", before: "–", after: "Cash" },
      { field: "code", before: "1.10", after: "1.100" },
    ]);
  });

  it("does not list the marks that a new thing lacks", () => {
    const after = { name: "Wallet", closed: false, cash: true };
    const told = differencesOf(record({ action: "insert", before: null, after }), ACCOUNTS);
    expect(told.map((each) => each.field)).toEqual(["name", "cash"]);
  });

  it("writes amounts as their currency does, and rates as they are", () => {
    const after = { currency: "JPY", closing: "1250.0000", rate: "1.347200000000" };
    const told = differencesOf(record({ action: "insert", before: null, after }), ACCOUNTS);
    expect(told.map((each) => each.after)).toEqual(["JPY", "1,250 JPY", "1.3472"]);
  });
});
