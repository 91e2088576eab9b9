"use client";
import { Loaded } from "@/components/loaded";
import { Panel } from "@/components/panel";
import { formatDate } from "@/lib/dates";
import { MissingRates } from "./missing-rates";
import { useCashFlow, type Period } from "./queries";
import { ReportLine, SectionTable } from "./section-table";

export function CashFlowReport({ period }: { period: Period }) {
  const report = useCashFlow(period);
  return (
    <Panel title={`${formatDate(period.from)} – ${formatDate(period.to)}`} className="max-w-3xl">
      <Loaded query={report} what="the cash flow">
        {(found) => {
          const base = found.base_currency;
          const shared = { base, period };
          return (
            <div className="pb-2">
              <MissingRates report={found} />
              <table className="w-full">
                <tbody>
                  <ReportLine
                    strong
                    name={`Cash on ${formatDate(found.first)}, in ${base}`}
                    amount={found.opening}
                    base={base}
                  />
                </tbody>
              </table>
              <SectionTable
                title="Earning and spending"
                totalName="From earning and spending"
                section={found.operating}
                {...shared}
              />
              <SectionTable
                title="Investing"
                totalName="From investing"
                section={found.investing}
                {...shared}
              />
              <SectionTable
                title="Loans and own money"
                totalName="From loans and own money"
                section={found.financing}
                {...shared}
              />
              <table className="mt-3 w-full">
                <tbody>
                  <ReportLine
                    name="What exchange rates did"
                    amount={found.exchange_differences}
                    base={base}
                  />
                  <ReportLine
                    strong
                    name={`Cash on ${formatDate(found.last)}`}
                    amount={found.closing}
                    base={base}
                  />
                </tbody>
              </table>
            </div>
          );
        }}
      </Loaded>
    </Panel>
  );
}
