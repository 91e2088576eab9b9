"use client";
import { Download } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { Badge } from "@/components/badge";
import { Empty } from "@/components/empty";
import { Loaded } from "@/components/loaded";
import { PageHead } from "@/components/page-head";
import { Which } from "@/components/which";
import { shapeOf } from "@/components/button";
import { formatMoment } from "@/lib/dates";
import type { Import } from "@/lib/schemas";
import { Committed } from "./committed";
import { DiscardButton } from "./discard-button";
import { Failed } from "./failed";
import { MappingStep } from "./mapping-step";
import { PreviewStep } from "./preview-step";
import { useImport } from "./queries";
import { ReadingProgress } from "./reading-progress";
import { formatSize, STATUS_WORDS } from "./words";

/** One file from its upload to its lines in the account. */
export function ImportPage() {
  const id = Number(useSearchParams().get("id"));
  if (!id) return <Which one="file" all="statements" href="/statements" />;
  return <ImportOf id={id} />;
}

function ImportOf({ id }: { id: number }) {
  const found = useImport(id);
  return (
    <Loaded query={found} what="the file">
      {(each) => (
        <>
          <Head found={each} />
          <Step found={each} />
        </>
      )}
    </Loaded>
  );
}

function Head({ found }: { found: Import }) {
  const { file, format, created_at, status } = found;
  return (
    <PageHead
      title={file.name}
      above={
        <Link href="/statements" className="hover:text-ink hover:underline">
          Statements
        </Link>
      }
      about={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Badge tone={STATUS_WORDS[status].tone}>{STATUS_WORDS[status].name}</Badge>
          {format.toUpperCase()} · {formatSize(file.size)} · uploaded {formatMoment(created_at)}
        </span>
      }
    >
      <a href={`/api/imports/${found.id}/file`} download className={shapeOf({ size: "small" })}>
        <Download aria-hidden className="size-3.5" /> Original file
      </a>
      {status !== "committed" && status !== "reading" && <DiscardButton found={found} />}
    </PageHead>
  );
}

function Step({ found }: { found: Import }) {
  switch (found.status) {
    case "queued":
    case "reading":
      return <ReadingProgress id={found.id} />;
    case "mapping":
      return <MappingStep found={found} />;
    case "preview":
      return <PreviewStep found={found} />;
    case "committed":
    case "undone":
      return <Committed found={found} />;
    case "failed":
      return <Failed found={found} />;
    case "kept":
      return (
        <Empty title="This file is kept as it is, and not read.">
          Figures in a PDF are for eyes. Ask your bank for the same statement as CSV, OFX, CAMT.053 or
          MT940; this copy stays here beside it.
        </Empty>
      );
  }
}
