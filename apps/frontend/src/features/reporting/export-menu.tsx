"use client";
import { Download } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { shapeOf } from "@/components/button";
import type { Period } from "./queries";
import type { ReportName } from "./report-names";

const ITEM = "block cursor-pointer rounded px-3 py-1.5 outline-none data-[highlighted]:bg-raised";

/** The report as a file, and all of the books. */
export function ExportMenu({ report, period }: { report: ReportName; period: Period }) {
  const query = `from=${period.from}&to=${period.to}`;
  const own = `/api/exports/report?report=${report}&${query}`;
  const json = report === "balance-sheet" ? `as_of=${period.to}` : query;
  const files = [
    { name: "This report as CSV", href: `${own}&format=csv` },
    { name: "This report as PDF", href: `${own}&format=pdf` },
    { name: "This report as JSON", href: `/api/reports/${report}?${json}`, save: `${report}.json` },
    { name: "The whole journal as CSV", href: "/api/exports/journal.csv" },
    { name: "The books in Beancount", href: "/api/exports/books.beancount" },
  ];
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className={shapeOf({})}>
        <Download aria-hidden className="size-4" /> Export
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          className="z-40 min-w-52 rounded-md border border-line bg-surface p-1 text-ink shadow-lg"
        >
          {files.map(({ name, href, save = "" }) => (
            <DropdownMenu.Item key={name} asChild className={ITEM}>
              <a href={href} download={save}>
                {name}
              </a>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
