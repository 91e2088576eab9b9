"use client";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/button";
import { Loaded } from "@/components/loaded";
import { PageHead } from "@/components/page-head";
import { Panel } from "@/components/panel";
import { formatMonth, localDate, monthOf, monthsBetween } from "@/lib/dates";
import { useAccounts } from "../accounting/queries";
import { MissingRates } from "../reporting/missing-rates";
import { useNetWorth } from "../reporting/queries";
import { MonthPanel } from "./month-panel";
import { NetWorthChart } from "../reporting/net-worth-chart";
import { Figures } from "./figures";
import { WaitingPanel } from "./waiting-panel";
import { Welcome } from "./welcome";

/** Where a person stands: what is owned, what this month did, and what waits for them. */
export function Dashboard() {
  const accounts = useAccounts();
  return (
    <Loaded query={accounts} what="your books">
      {(found) => (found.length === 0 ? <Welcome /> : <Overview />)}
    </Loaded>
  );
}

function Overview() {
  const today = localDate(new Date());
  const [away, setAway] = useState(0);
  const month = monthOf(today, away);
  const worth = useNetWorth({});
  return (
    <>
      <PageHead title="Overview">
        <Button size="small" aria-label="Month before" onClick={() => setAway(away - 1)}>
          <ChevronLeft aria-hidden className="size-4" />
        </Button>
        <span role="status" className="min-w-32 text-center font-medium">
          {formatMonth(month.first)}
        </span>
        <Button
          size="small"
          aria-label="Month after"
          disabled={away === 0}
          onClick={() => setAway(away + 1)}
        >
          <ChevronRight aria-hidden className="size-4" />
        </Button>
      </PageHead>
      <div className="space-y-4">
        <Figures month={month} />
        <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <Panel title="Net worth over the last year">
            <Loaded query={worth} what="net worth">
              {(found) => (
                <>
                  <MissingRates report={found} />
                  <NetWorthChart worth={found} />
                </>
              )}
            </Loaded>
          </Panel>
          <WaitingPanel />
        </div>
        <MonthPanel month={month} onShow={(day) => setAway(monthsBetween(today, day))} />
      </div>
    </>
  );
}
