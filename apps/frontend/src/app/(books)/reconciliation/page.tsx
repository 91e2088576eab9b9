import type { Metadata } from "next";
import { NoStatements } from "@/features/reconciliation/no-statements";

export const metadata: Metadata = { title: "Reconciliation" };

export default function Page() {
  return <NoStatements />;
}
