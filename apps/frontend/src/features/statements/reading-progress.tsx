"use client";
import { Panel } from "@/components/panel";
import { counted, formatCount } from "@/lib/words";
import { useProgress } from "./queries";

/** How far the reading has come. */
export function ReadingProgress({ id }: { id: number }) {
  const { data } = useProgress(id);
  const counts = data !== undefined && data.total > 0;
  return (
    <Panel title="The file is being read">
      <div className="space-y-2 p-4">
        <progress
          aria-label="Reading"
          className="h-2 w-full accent-accent"
          {...(counts && { value: data.lines, max: data.total })}
        />
        <p role="status" className="text-muted tabular-nums">
          {counts ? `${formatCount(data.lines)} of ${counted(data.total, "line")}` : "A moment"}. You may leave this page: it
          goes on by itself.
        </p>
      </div>
    </Panel>
  );
}
