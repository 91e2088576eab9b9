"use client";
import { useQuery } from "@tanstack/react-query";
import { Badge } from "@/components/badge";
import { Button } from "@/components/button";
import { Loaded } from "@/components/loaded";
import { Panel } from "@/components/panel";
import * as api from "@/lib/api";
import type { Ping } from "@/lib/schemas";

const SERVICES: Record<string, string> = { database: "Database", redis: "Redis", s3: "S3 bucket" };

const ROUND_TRIP = new Intl.NumberFormat("en", {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** Round-trips the services of this worktree and shows their names, so that isolation is seen. */
export function PingBoard() {
  const ping = useQuery({ queryKey: ["ping"], queryFn: api.ping, staleTime: 0, retry: false });
  const again = (
    <Button tone="primary" size="small" disabled={ping.isFetching} onClick={() => void ping.refetch()}>
      {ping.isFetching ? "Pinging…" : "Ping again"}
    </Button>
  );
  return (
    <div className="mx-auto max-w-3xl space-y-4">
      <div>
        <h1 className="text-lg font-semibold">Ping-pong</h1>
        <p className="mt-1 text-muted">
          Each ping writes something to every service of this environment and reads it back. The
          names belong to this worktree alone.
        </p>
      </div>
      <Panel title="Services" actions={again}>
        <Loaded query={ping} what="the answer of the services">
          {(found) => <Checks ping={found} />}
        </Loaded>
      </Panel>
    </div>
  );
}

function Checks({ ping: { namespace, checks } }: { ping: Ping }) {
  const answered = checks.filter((check) => check.ok).length;
  return (
    <>
      <div className="flex flex-wrap justify-between gap-x-4 border-b border-line px-4 py-3">
        <p>
          <span className="text-muted">Namespace</span>{" "}
          <code className="ml-2 font-mono break-all">{namespace}</code>
        </p>
        <p role="status" className={answered === checks.length ? "text-muted" : "text-danger"}>
          {answered} of {checks.length} services answered
        </p>
      </div>
      <ul className="divide-y divide-line">
        {checks.map((check) => (
          <Check key={check.name} check={check} />
        ))}
      </ul>
    </>
  );
}

function Check({ check }: { check: Ping["checks"][number] }) {
  return (
    <li className="grid grid-cols-[1fr_auto_auto] items-center gap-x-4 px-4 py-2.5 sm:grid-cols-[8rem_1fr_auto_5rem]">
      <span className="font-medium">{SERVICES[check.name] ?? check.name}</span>
      <code className="order-last col-span-3 font-mono text-xs break-all text-muted sm:order-none sm:col-span-1">
        {check.target}
      </code>
      <Badge tone={check.ok ? "success" : "error"}>{check.ok ? "OK" : "Failed"}</Badge>
      <span className="figures">{ROUND_TRIP.format(check.milliseconds)} ms</span>
      {!check.ok && check.detail && (
        <p className="order-last col-span-full mt-1 text-danger">{check.detail}</p>
      )}
    </li>
  );
}
