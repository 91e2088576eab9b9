import { JournalPage } from "@/features/accounting/journal-page";
import { SignedIn } from "@/features/auth/signed-in";

export default function Page() {
  return (
    <SignedIn>
      <JournalPage />
    </SignedIn>
  );
}
