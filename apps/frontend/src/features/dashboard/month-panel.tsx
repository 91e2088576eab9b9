"use client";
import dynamic from "next/dynamic";
import Link from "next/link";
import { Amount } from "@/components/amount";
import { Button } from "@/components/button";
import { Empty } from "@/components/empty";
import { Loaded } from "@/components/loaded";
import { Panel } from "@/components/panel";
import { formatMonth, type Month } from "@/lib/dates";
import { useEntries } from "../accounting/queries";
import { useIncomeStatement } from "../reporting/queries";
import { flowOf, isStill, type Flow, type Stream } from "./flow";

// A drawing is not worth waiting for: the list beside it says the same.
const FlowChart = dynamic(() => import("./flow-chart").then((module) => module.FlowChart), {
  ssr: false,
});

interface Props {
  month: Month;
  /** Asks for the month of a day. */
  onShow: (day: string) => void;
}

/** Where the month's money came from and went: drawn where there is room, and listed. */
export function MonthPanel({ month, onShow }: Props) {
  const statement = useIncomeStatement({ from: month.first, to: month.last });
  const name = formatMonth(month.first);
  return (
    <Panel title={`Where the money went in ${name}`}>
      <Loaded query={statement} what="the month">
        {(found) => {
          const flow = flowOf(found);
          if (isStill(flow)) {
            return (
              <Empty title={`Nothing was earned or spent in ${name} so far.`}>
                Upload the statement of the month, or look at the month before.
                <LatestMonth month={month} onShow={onShow} />
              </Empty>
            );
          }
          return (
            <div className="grid grid-cols-1 gap-4 p-4 md:grid-cols-[minmax(0,1fr)_18rem]">
              <div className="hidden md:block">
                <FlowChart flow={flow} name={name} currency={found.base_currency} />
              </div>
              <Streams flow={flow} month={month} currency={found.base_currency} />
            </div>
          );
        }}
      </Loaded>
    </Panel>
  );
}

/** The way to the latest month before this one of which there is anything to see. */
function LatestMonth({ month, onShow }: Props) {
  const { data } = useEntries({ ...LATEST, limit: 1, offset: 0 });
  const day = data?.items[0]?.date;
  if (!day || day >= month.first) return null;
  return (
    <p className="mt-3">
      <Button size="small" onClick={() => onShow(day)}>
        Show {formatMonth(day)}
      </Button>
    </p>
  );
}

const LATEST = { status: "posted", accountId: null, text: "" } as const;

function Streams({ flow, month, currency }: { flow: Flow; month: Month; currency: string }) {
  return (
    <div className="space-y-4">
      <List title="In" streams={flow.into} month={month} currency={currency} />
      <List title="Out" streams={flow.out} month={month} currency={currency} />
    </div>
  );
}

interface ListProps {
  title: string;
  streams: readonly Stream[];
  month: Month;
  currency: string;
}

function List({ title, streams, month, currency }: ListProps) {
  return (
    <section aria-label={title}>
      <h3 className="pb-1 text-xs font-semibold text-muted">{title}</h3>
      <ul>
        {streams.map(({ name, amount, accountId }) => (
          <li
            key={`${name} ${accountId}`}
            className="flex justify-between gap-3 border-t border-line py-1"
          >
            {accountId === null ? (
              <span className="text-muted">{name}</span>
            ) : (
              <Link
                href={`/accounts/register?id=${accountId}&from=${month.first}&to=${month.last}`}
                title={name}
                className="min-w-0 truncate hover:underline"
              >
                {name}
              </Link>
            )}
            <Amount amount={amount} currency={currency} />
          </li>
        ))}
      </ul>
    </section>
  );
}
