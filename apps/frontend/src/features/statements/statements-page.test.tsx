import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import type { ImportBrief, Timeline } from "@/lib/schemas";
import { visit, visited } from "@/testing/address";
import { CASH, page } from "@/testing/books";
import { renderPage, serve } from "@/testing/server";
import { StatementsPage } from "./statements-page";

vi.mock("next/navigation", () => import("@/testing/address"));

const MARCH: ImportBrief = {
  id: 7,
  status: "committed",
  format: "csv",
  problem: "",
  file: { name: "march.csv", size: 25_300, sha256: "", uploaded_at: "2026-03-09T08:00:00Z" },
  created_at: "2026-03-09T08:00:00Z",
  read_at: null,
  committed_at: null,
  undone_at: null,
};

/** A request that waits until a test answers it. */
class Request {
  static all: Request[] = [];
  upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
  onload = () => {};
  onerror = () => {};
  status = 0;
  statusText = "";
  responseText = "";
  sent: FormData | null = null;
  open() {}
  setRequestHeader() {}
  send(body: FormData) {
    this.sent = body;
    Request.all.push(this);
  }
  answer(status: number, content: unknown) {
    Object.assign(this, { status, responseText: JSON.stringify(content) });
    this.onload();
  }
}

beforeEach(() => {
  visit("/statements");
  Request.all = [];
  vi.stubGlobal("XMLHttpRequest", Request);
});

function show(imports: readonly ImportBrief[] = [], timeline: Partial<Timeline> | null = null) {
  const found = timeline && {
    account_id: CASH.id,
    first: "2026-01-01",
    last: "2026-03-31",
    statements: 2,
    lines: 40,
    whole: timeline.whole,
  };
  serve({
    "GET /api/imports": () => page(imports),
    "GET /api/accounts": () => page([CASH]),
    "GET /api/statement-accounts": () => ({ items: found ? [found] : [] }),
    [`GET /api/statement-accounts/${CASH.id}/timeline`]: () => timeline,
  });
  renderPage(<StatementsPage />);
}

const zone = () => screen.getByRole("region", { name: "Upload statements" });
const csv = (name: string) => new File(["Date,Amount"], name);

function drop(...names: string[]) {
  fireEvent.drop(zone(), { dataTransfer: { files: names.map(csv) } });
}

it("sends a dropped file, shows how far it is, and opens it when the server has it", async () => {
  show();
  drop("april.csv");
  const bar = within(zone()).getByRole<HTMLProgressElement>("progressbar", { name: "Sending april.csv" });
  const [request] = Request.all;
  expect((request!.sent!.get("file") as File).name).toBe("april.csv");
  act(() => request!.upload.onprogress!({ loaded: 30, total: 40 }));
  expect(bar.value).toBe(0.75);
  act(() => request!.answer(201, { known: false, message: "Being read.", imported: { id: 8 } }));
  await waitFor(() => expect(visited()).toBe("/statements/import?id=8"));
});

it("says that a file is known, with the way to it, and stays", async () => {
  show();
  fireEvent.change(screen.getByLabelText("Statement files"), { target: { files: [csv("march.csv")] } });
  act(() =>
    Request.all[0]!.answer(200, { known: true, message: "Imported on 9 March.", imported: { id: 7 } }),
  );
  expect(await within(zone()).findByText("Imported on 9 March.")).toBeTruthy();
  expect(within(zone()).getByRole("link", { name: "Open" }).getAttribute("href")).toBe(
    "/statements/import?id=7",
  );
  expect(visited()).toBe("/statements");
});

it("says at each of several files why it was refused", async () => {
  show();
  drop("big.csv", "good.csv", "lost.csv");
  const [big, good, lost] = Request.all;
  act(() => {
    big!.answer(413, { title: "Too large", status: 413, detail: "100 MB are the most." });
    good!.answer(201, { known: false, message: "Being read.", imported: { id: 8 } });
    lost!.onerror();
  });
  const alerts = await within(zone()).findAllByRole("alert");
  expect(alerts.map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining("does not answer"),
    "100 MB are the most.",
  ]);
  expect(visited()).toBe("/statements");
});

it("lists the files with what each waits for", async () => {
  show([MARCH, { ...MARCH, id: 8, status: "mapping", file: { ...MARCH.file, name: "april.csv" } }]);
  const [march, april] = await screen.findAllByRole("link", { name: /\.csv/ });
  expect(march!.textContent).toContain("25.3 kB");
  expect(march!.textContent).toContain("Imported");
  expect(april!.textContent).toContain("Columns to confirm");
  expect(april!.getAttribute("href")).toBe("/statements/import?id=8");
});

it("says the next step where there is no file", async () => {
  show();
  expect(await screen.findByText("No file yet.")).toBeTruthy();
});

const PLACE: Timeline["places"][number] = {
  statement_id: 1,
  import_id: 7,
  first: "2026-01-01",
  last: "2026-01-31",
  opening: "0.00",
  closing: "80.00",
  moved: "80.00",
  difference: "0.00",
  joint: null,
  amount: null,
  uncovered_first: null,
  uncovered_last: null,
  asserted: "0.00",
};

it("shows where a statement is missing, and where balances do not hold", async () => {
  const missing = {
    ...PLACE,
    statement_id: 2,
    joint: "missing",
    amount: "12.00",
    uncovered_first: "2026-02-01",
    uncovered_last: "2026-02-28",
    difference: "3.00",
  } as const;
  const broken = { ...missing, statement_id: 3, joint: "broken", difference: "0.00", asserted: "4.00" } as const;
  const timeline = { account_id: CASH.id, currency: "SGD", whole: false };
  show([MARCH], { ...timeline, places: [PLACE, missing, broken] });
  expect((await screen.findByText(/Nothing covers/)).textContent).toMatch(/Feb.*12\.00.*is missing\./);
  expect(screen.getByText("Look here")).toBeTruthy();
  expect(screen.getByText(/The lines miss its closing balance/).textContent).toContain("3.00");
  expect(screen.getByText(/The balances do not meet/)).toBeTruthy();
  expect(screen.getByText(/All lines up to here miss/).textContent).toContain("4.00");
});
