"use client";
import Link from "next/link";
import { Loaded } from "@/components/loaded";
import { Panel } from "@/components/panel";
import { formatDate } from "@/lib/dates";
import { MissingRates } from "./missing-rates";
import { useBalanceSheet, type Period } from "./queries";
import { ReportLine, SectionTable } from "./section-table";

export function BalanceSheetReport({ period: { from, to } }: { period: Period }) {
  const report = useBalanceSheet(to);
  return (
    <Loaded query={report} what="the balance sheet">
      {(found) => {
        const base = found.base_currency;
        return (
          <>
            <MissingRates report={found} />
            <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
              <Panel title={`What is owned and owed on ${formatDate(found.as_of)}`}>
                <SectionTable title="Assets" section={found.assets} base={base} period={{ to }} />
                <SectionTable
                  title="Liabilities"
                  section={found.liabilities}
                  base={base}
                  period={{ to }}
                />
                <table className="mt-3 w-full text-base">
                  <tbody>
                    <ReportLine
                      strong
                      name={`Net worth, in ${base}`}
                      amount={found.net_worth}
                      base={base}
                    />
                  </tbody>
                </table>
              </Panel>
              <Panel title="Where it came from">
                <SectionTable title="Equity" section={found.equity} base={base} period={{ to }} />
                <table className="w-full">
                  <tbody>
                    <ReportLine
                      name={
                        <Link
                          href={`/reports?report=income-statement&from=${from}&to=${to}`}
                          className="hover:underline"
                        >
                          Earned and kept
                        </Link>
                      }
                      amount={found.earnings}
                      base={base}
                    />
                    <ReportLine
                      name="What exchange rates did"
                      amount={found.exchange_differences}
                      base={base}
                    />
                    <ReportLine
                      strong
                      name={`Net worth, in ${base}`}
                      amount={found.net_worth}
                      base={base}
                    />
                  </tbody>
                </table>
              </Panel>
            </div>
          </>
        );
      }}
    </Loaded>
  );
}
