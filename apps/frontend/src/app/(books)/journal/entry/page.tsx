import type { Metadata } from "next";
import { EntryPage } from "@/features/accounting/entry-page";

export const metadata: Metadata = { title: "Entry" };

export default function Page() {
  return <EntryPage />;
}
