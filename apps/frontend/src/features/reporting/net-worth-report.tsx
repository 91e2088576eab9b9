"use client";
import Link from "next/link";
import { Amount } from "@/components/amount";
import { Loaded } from "@/components/loaded";
import { Panel } from "@/components/panel";
import { formatDate } from "@/lib/dates";
import type { NetWorth } from "@/lib/schemas";
import { NetWorthChart } from "./net-worth-chart";
import { MissingRates } from "./missing-rates";
import { useNetWorth, type Period } from "./queries";

export function NetWorthReport({ period }: { period: Period }) {
  const report = useNetWorth(period);
  return (
    <Loaded query={report} what="net worth">
      {(found) => (
        <div className="space-y-4">
          <Panel title={`In ${found.base_currency}`}>
            <MissingRates report={found} />
            <NetWorthChart worth={found} />
          </Panel>
          <Panel title="Month by month">
            <Points worth={found} />
          </Panel>
        </div>
      )}
    </Loaded>
  );
}

function Points({ worth: { points, base_currency: currency } }: { worth: NetWorth }) {
  return (
    <table className="w-full text-xs sm:text-sm">
      <thead className="text-xs text-muted">
        <tr>
          <th scope="col" className="px-4 py-1.5 text-left font-medium">
            End of month
          </th>
          {["Assets", "Liabilities", "Net worth"].map((name) => (
            <th key={name} scope="col" className="px-2 py-1.5 text-right font-medium last:pr-4">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {points.toReversed().map((point) => (
          <tr key={point.date} className="border-t border-line">
            <th scope="row" className="py-1 pl-4 text-left font-normal whitespace-nowrap">
              <Link href={`/reports?report=balance-sheet&to=${point.date}`} className="hover:underline">
                {formatDate(point.date)}
              </Link>
            </th>
            {[point.assets, point.liabilities, point.net_worth].map((amount, index) => (
              <td key={index} className="figures px-2 py-1 last:pr-4">
                <Amount amount={amount} currency={currency} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
