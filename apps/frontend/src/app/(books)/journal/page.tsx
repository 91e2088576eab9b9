import type { Metadata } from "next";
import { JournalPage } from "@/features/accounting/journal-page";

export const metadata: Metadata = { title: "Journal" };

export default function Page() {
  return <JournalPage />;
}
