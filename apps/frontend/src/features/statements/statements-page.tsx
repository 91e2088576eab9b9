"use client";
import Link from "next/link";
import { Badge } from "@/components/badge";
import { Empty } from "@/components/empty";
import { Loaded } from "@/components/loaded";
import { PageHead } from "@/components/page-head";
import { Panel } from "@/components/panel";
import { formatMoment } from "@/lib/dates";
import type { ImportBrief } from "@/lib/schemas";
import { DropZone } from "./drop-zone";
import { useImports } from "./queries";
import { Timelines } from "./timelines";
import { formatSize, STATUS_WORDS } from "./words";

export function StatementsPage() {
  const imports = useImports();
  return (
    <>
      <PageHead title="Statements" about="The files of your banks, and what became of them" />
      <div className="space-y-4">
        <DropZone />
        <Timelines />
        <Panel title="Files">
          <Loaded query={imports} what="files">
            {({ items, total }) =>
              items.length === 0 ? (
                <Empty title="No file yet.">
                  The first statement you upload is read, shown line by line, and counts only when you
                  say so.
                </Empty>
              ) : (
                <>
                  <Files imports={items} />
                  {total > items.length && (
                    <p className="border-t border-line px-4 py-2 text-xs text-muted">
                      The latest {items.length} of {total} files.
                    </p>
                  )}
                </>
              )
            }
          </Loaded>
        </Panel>
      </div>
    </>
  );
}

function Files({ imports }: { imports: readonly ImportBrief[] }) {
  return (
    <ul className="divide-y divide-line">
      {imports.map(({ id, file, status, format, created_at }) => (
        <li key={id}>
          <Link
            href={`/statements/import?id=${id}`}
            className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 hover:bg-raised"
          >
            <span className="min-w-0 flex-1 basis-56">
              <span className="block truncate font-medium">{file.name}</span>
              <span className="text-xs text-muted">
                {format.toUpperCase()} · {formatSize(file.size)} · {formatMoment(created_at)}
              </span>
            </span>
            <Badge tone={STATUS_WORDS[status].tone}>{STATUS_WORDS[status].name}</Badge>
          </Link>
        </li>
      ))}
    </ul>
  );
}
