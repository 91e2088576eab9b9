"use client";
import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { Amount } from "@/components/amount";
import { formatDate, shortMonth } from "@/lib/dates";
import { decimal, drawn } from "@/lib/decimal";
import { formatAmount } from "@/lib/money";
import type { NetWorth } from "@/lib/schemas";

const AXIS = { fontSize: 11, fill: "var(--color-muted)" };
const COMPACT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** Net worth at the end of each month, drawn, and as a table for who does not see the drawing. */
export function NetWorthChart({ worth: { points, base_currency: currency } }: { worth: NetWorth }) {
  const drawing = points.map((point) => ({ ...point, drawn: drawn(decimal(point.net_worth)) }));
  return (
    <>
      <div aria-hidden className="h-60 px-1 pt-3 pb-1">
        <ResponsiveContainer width="100%" height="100%">
          <AreaChart
            data={drawing}
            accessibilityLayer={false}
            margin={{ top: 4, right: 12, bottom: 0, left: 0 }}
          >
            <CartesianGrid vertical={false} stroke="var(--color-line)" />
            <XAxis
              dataKey="date"
              tickFormatter={shortMonth}
              tick={AXIS}
              tickLine={false}
              axisLine={false}
              minTickGap={24}
            />
            <YAxis
              width={52}
              tickFormatter={(value: number) => COMPACT.format(value)}
              tick={AXIS}
              tickLine={false}
              axisLine={false}
              domain={domainOf(drawing.map((point) => point.drawn))}
            />
            <Tooltip
              content={({ payload }) => {
                const point = payload[0]?.payload as NetWorth["points"][number] | undefined;
                return point ? <PointCard point={point} currency={currency} /> : null;
              }}
            />
            <Area
              dataKey="drawn"
              type="monotone"
              stroke="var(--color-accent)"
              strokeWidth={2}
              fill="var(--color-accent)"
              fillOpacity={0.12}
              isAnimationActive={false}
            />
          </AreaChart>
        </ResponsiveContainer>
      </div>
      <table className="sr-only">
        <caption>Net worth at the end of each month, in {currency}</caption>
        <tbody>
          {points.map((point) => (
            <tr key={point.date}>
              <th scope="row">{formatDate(point.date)}</th>
              <td>{formatAmount(decimal(point.net_worth), currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Narrower than this part of the figure, and the marks of the axis would all read the same. */
const NARROW = 0.005;

/** Around the figures, so that a change is seen; from zero where there is next to none. */
export function domainOf(figures: readonly number[]): [number | "auto", number | "auto"] {
  const [least, most] = [Math.min(...figures), Math.max(...figures)];
  if (most - least > NARROW * Math.max(Math.abs(least), Math.abs(most))) return ["auto", "auto"];
  return most > 0 ? [0, "auto"] : ["auto", 0];
}

function PointCard({ point, currency }: { point: NetWorth["points"][number]; currency: string }) {
  const rows = [
    ["Assets", point.assets],
    ["Liabilities", point.liabilities],
    ["Net worth", point.net_worth],
  ] as const;
  return (
    <div className="rounded-md border border-line bg-surface px-3 py-2 text-xs shadow-lg">
      <p className="mb-1 text-muted">{formatDate(point.date)}</p>
      {rows.map(([name, amount]) => (
        <p key={name} className="flex justify-between gap-6">
          {name} <Amount amount={amount} currency={currency} />
        </p>
      ))}
    </div>
  );
}
