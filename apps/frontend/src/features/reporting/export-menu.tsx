"use client";
import { FileMenu } from "@/components/file-menu";
import { BOOK_FILES } from "../accounting/book-files";
import type { Period } from "./queries";
import type { ReportName } from "./report-names";

/** The report as a file, and all of the books. */
export function ExportMenu({ report, period }: { report: ReportName; period: Period }) {
  const query = `from=${period.from}&to=${period.to}`;
  const own = `/api/exports/report?report=${report}&${query}`;
  const json = report === "balance-sheet" ? `as_of=${period.to}` : query;
  const files = [
    { name: "This report as CSV", href: `${own}&format=csv` },
    { name: "This report as PDF", href: `${own}&format=pdf` },
    { name: "This report as JSON", href: `/api/reports/${report}?${json}`, save: `${report}.json` },
    ...BOOK_FILES,
  ];
  return <FileMenu files={files} />;
}
