"use client";
import { Button } from "@/components/button";
import { Empty } from "@/components/empty";
import { Loaded } from "@/components/loaded";
import { Notice } from "@/components/notice";
import { Panel } from "@/components/panel";
import { formatMoment } from "@/lib/dates";
import { useDropProfile, useProfiles } from "./queries";

/** The saved ways of reading CSV files. */
export function ProfilesPart() {
  const profiles = useProfiles();
  const drop = useDropProfile();
  return (
    <Panel title="How CSV files are read">
      {drop.error && <Notice tone="error">{drop.error.message}</Notice>}
      <Loaded query={profiles} what="styles">
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No style is saved.">
              The first CSV file of a bank asks what its columns are; the answer is kept here for the
              next one.
            </Empty>
          ) : (
            <ul className="divide-y divide-line">
              {items.map(({ id, name, created_at }) => (
                <li key={id} className="flex items-center justify-between gap-3 px-4 py-2">
                  <span>
                    {name}{" "}
                    <span className="ml-2 text-xs text-muted">since {formatMoment(created_at)}</span>
                  </span>
                  <Button
                    size="small"
                    tone="quiet"
                    busy={drop.isPending}
                    aria-label={`Forget ${name}`}
                    onClick={() => drop.mutate(id)}
                  >
                    Forget
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}
