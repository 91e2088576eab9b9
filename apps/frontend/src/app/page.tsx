import { JournalPage } from "@/features/accounting/journal-page";

export default function Page() {
  return <JournalPage />;
}
