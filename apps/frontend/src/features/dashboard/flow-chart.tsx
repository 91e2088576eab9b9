"use client";
import { ResponsiveContainer, Sankey, type SankeyLinkProps, type SankeyNodeProps } from "recharts";
import { drawn } from "@/lib/decimal";
import { formatAmount } from "@/lib/money";
import type { Flow, Stream } from "./flow";

const COLOURS: Record<Stream["kind"], string> = {
  in: "var(--color-in)",
  out: "var(--color-out)",
  kept: "var(--color-kept)",
  drawn: "var(--color-kept)",
};

/** The flow as a drawing; the same figures stand beside it as a list, which is what is read out. */
export function FlowChart({ flow, name, currency }: { flow: Flow; name: string; currency: string }) {
  const streams = [...flow.into, ...flow.out];
  const knot = streams.length;
  const nodes = [...streams, { name, kind: "kept" as const }];
  const links = streams.map(({ amount }, index) => ({
    source: index < flow.into.length ? index : knot,
    target: index < flow.into.length ? knot : index,
    value: drawn(amount),
  }));
  const height = Math.max(220, 34 * Math.max(flow.into.length, flow.out.length));
  return (
    <div aria-hidden inert style={{ height }}>
      <ResponsiveContainer width="100%" height="100%">
        <Sankey
          data={{ nodes, links }}
          nodeWidth={10}
          nodePadding={16}
          sort={false}
          margin={{ top: 8, bottom: 8, left: 4, right: 4 }}
          link={(props: SankeyLinkProps) => <Link {...props} streams={streams} knot={knot} />}
          node={(props: SankeyNodeProps) => (
            <Node {...props} streams={streams} into={flow.into.length} currency={currency} />
          )}
        />
      </ResponsiveContainer>
    </div>
  );
}

function Link({
  streams,
  knot,
  ...props
}: SankeyLinkProps & { streams: readonly Stream[]; knot: number }) {
  const { sourceX, targetX, sourceY, targetY, sourceControlX, targetControlX, linkWidth, index } = props;
  const kind = streams[index]?.kind ?? (knot > 0 ? "kept" : "in");
  return (
    <path
      d={`M${sourceX},${sourceY}C${sourceControlX},${sourceY} ${targetControlX},${targetY} ${targetX},${targetY}`}
      fill="none"
      stroke={COLOURS[kind]}
      strokeOpacity={0.28}
      strokeWidth={Math.max(linkWidth, 1)}
    />
  );
}

type NodeOf = SankeyNodeProps & { streams: readonly Stream[]; into: number; currency: string };

function Node({ x, y, width, height, index, payload, streams, into, currency }: NodeOf) {
  const stream = streams[index];
  const isLeft = index < into;
  return (
    <g>
      <rect
        x={x}
        y={y}
        width={width}
        height={Math.max(height, 1)}
        rx={1.5}
        fill={stream ? COLOURS[stream.kind] : "var(--color-muted)"}
      />
      {stream && (
        <text
          x={isLeft ? x + width + 6 : x - 6}
          y={y + height / 2}
          dy="0.35em"
          textAnchor={isLeft ? "start" : "end"}
          fontSize={12}
          fill="var(--color-ink)"
        >
          {payload.name}
          <tspan dx={6} fill="var(--color-ink)" fillOpacity={0.8} style={{ fontVariantNumeric: "tabular-nums" }}>
            {formatAmount(stream.amount, currency)}
          </tspan>
        </text>
      )}
    </g>
  );
}
