"use client";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { PageHead } from "@/components/page-head";
import { useCurrentInView } from "@/components/use-current-in-view";
import { localDate } from "@/lib/dates";
import { BalanceSheetReport } from "./balance-sheet-report";
import { CashFlowReport } from "./cash-flow-report";
import { CategoriesReport } from "./categories-report";
import { ExportMenu } from "./export-menu";
import { IncomeStatementReport } from "./income-statement-report";
import { NetWorthReport } from "./net-worth-report";
import { PeriodPicker } from "./period-picker";
import { askedPeriod } from "./periods";
import type { Period } from "./queries";
import { reportOf, REPORTS, type ReportName } from "./report-names";

const BODIES: Record<ReportName, (props: { period: Period }) => React.ReactNode> = {
  "income-statement": IncomeStatementReport,
  "balance-sheet": BalanceSheetReport,
  "cash-flow": CashFlowReport,
  categories: CategoriesReport,
  "net-worth": NetWorthReport,
};

/** One report of one period; both stand in the address, so that it can be kept and shared. */
export function ReportsPage() {
  const query = useSearchParams();
  const router = useRouter();
  const report = reportOf(query.get("report"));
  const period = askedPeriod(query.get("from"), query.get("to"), localDate(new Date()));
  const address = (name: ReportName, { from, to }: Period) =>
    `/reports?report=${name}&from=${from}&to=${to}`;
  const tabs = useCurrentInView(report);
  const Body = BODIES[report];
  return (
    <>
      <PageHead title={REPORTS[report]}>
        <PeriodPicker period={period} onChange={(next) => router.replace(address(report, next))} />
        <ExportMenu report={report} period={period} />
      </PageHead>
      <nav
        ref={tabs}
        aria-label="Reports" className="mb-4 flex gap-1 overflow-x-auto shadow-[inset_0_-1px] shadow-line">
        {(Object.entries(REPORTS) as [ReportName, string][]).map(([name, title]) => (
          <Link
            key={name}
            href={address(name, period)}
            aria-current={name === report ? "page" : undefined}
            className="border-b-2 border-transparent px-3 py-2 font-medium whitespace-nowrap text-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
          >
            {title}
          </Link>
        ))}
      </nav>
      <Body period={period} />
    </>
  );
}
