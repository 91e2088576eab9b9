"use client";
import Link from "next/link";
import { Empty } from "@/components/empty";
import { Loaded } from "@/components/loaded";
import { Panel } from "@/components/panel";
import { useWaiting } from "../review/queries";
import { useImports } from "../statements/queries";
import { isWaiting, STATUS_WORDS } from "../statements/words";

/** What waits for a decision, the next step first. */
export function WaitingPanel() {
  const imports = useImports();
  const { data: queue } = useWaiting();
  const open = queue?.total ?? 0;
  return (
    <Panel title="Waiting for you">
      <Loaded query={imports} what="what waits">
        {({ items }) => {
          const waiting = items.filter(({ status }) => isWaiting(status));
          if (waiting.length === 0 && open === 0) {
            return (
              <Empty title="Nothing waits.">
                <Link href="/statements" className="text-accent underline">
                  Upload the next statement
                </Link>{" "}
                when your bank has one.
              </Empty>
            );
          }
          return (
            <ul className="divide-y divide-line">
              {open > 0 && (
                <li>
                  <Link
                    href="/review"
                    className="flex items-baseline justify-between gap-3 px-4 py-2 hover:bg-raised"
                  >
                    <span>
                      <strong>{open}</strong> to review
                    </span>
                    <span className="shrink-0 text-xs text-caution">Decide</span>
                  </Link>
                </li>
              )}
              {waiting.slice(0, 6).map(({ id, file, status }) => (
                <li key={id}>
                  <Link
                    href={`/statements/import?id=${id}`}
                    className="flex items-baseline justify-between gap-3 px-4 py-2 hover:bg-raised"
                  >
                    <span className="min-w-0 truncate">{file.name}</span>
                    <span className="shrink-0 text-xs text-caution">{STATUS_WORDS[status].next}</span>
                  </Link>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Panel>
  );
}
