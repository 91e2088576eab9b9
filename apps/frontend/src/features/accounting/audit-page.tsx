"use client";
import { useRouter, useSearchParams } from "next/navigation";
import { Empty } from "@/components/empty";
import { MorePages } from "@/components/more-pages";
import { PageHead } from "@/components/page-head";
import { Panel } from "@/components/panel";
import { AuditFilter } from "./audit-filter";
import { AuditRecords } from "./audit-records";
import { askedWish, auditAddress } from "./audit-rules";
import { useAccounts, useAudit } from "./queries";

/** Who changed what and when, with what was there before; the filter stands in the address. */
export function AuditPage() {
  const wish = askedWish(useSearchParams());
  const router = useRouter();
  const trail = useAudit(wish);
  const { data: accounts = [] } = useAccounts();
  const records = trail.data?.pages.flatMap(({ items }) => items) ?? [];
  const isFiltered = Object.values(wish).some(Boolean);
  return (
    <div className="max-w-4xl">
      <PageHead
        title="Audit trail"
        about="Every change of your books, the latest first. It only grows: nobody can rewrite it."
      />
      <AuditFilter
        wish={wish}
        accounts={accounts}
        onChange={(change) => router.replace(auditAddress({ ...wish, ...change }))}
      />
      <Panel title="Changes">
        {trail.data && records.length === 0 && (
          <Empty title={isFiltered ? "No change fits this filter." : "Nothing was changed yet."}>
            {isFiltered
              ? "Take other days, or show all kinds."
              : "The first account or entry will stand here."}
          </Empty>
        )}
        <AuditRecords records={records} accounts={accounts} />
        <MorePages query={trail} what="changes" />
      </Panel>
    </div>
  );
}
