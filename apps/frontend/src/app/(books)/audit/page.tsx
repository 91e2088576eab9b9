import type { Metadata } from "next";
import { AuditPage } from "@/features/accounting/audit-page";

export const metadata: Metadata = { title: "Audit trail" };

export default function Page() {
  return <AuditPage />;
}
