"use client";
import { Loaded } from "@/components/loaded";
import { Panel } from "@/components/panel";
import { formatDate } from "@/lib/dates";
import { MissingRates } from "./missing-rates";
import { useIncomeStatement, type Period } from "./queries";
import { ReportLine, SectionTable } from "./section-table";

export function IncomeStatementReport({ period }: { period: Period }) {
  const report = useIncomeStatement(period);
  return (
    <Panel title={`${formatDate(period.from)} – ${formatDate(period.to)}`} className="max-w-3xl">
      <Loaded query={report} what="the income statement">
        {(found) => (
          <div className="pb-2">
            <MissingRates report={found} />
            <SectionTable
              title="Income"
              section={found.income}
              base={found.base_currency}
              period={period}
            />
            <SectionTable
              title="Expenses"
              section={found.expenses}
              base={found.base_currency}
              period={period}
            />
            <table className="mt-3 w-full text-base">
              <tbody>
                <ReportLine
                  strong
                  name={`Kept, in ${found.base_currency}`}
                  amount={found.net}
                  base={found.base_currency}
                />
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
    </Panel>
  );
}
