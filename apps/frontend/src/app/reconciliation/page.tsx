import type { Metadata } from "next";
import { SignedIn } from "@/features/auth/signed-in";
import { NoStatements } from "@/features/reconciliation/no-statements";

export const metadata: Metadata = { title: "Reconciliation" };

export default function Page() {
  return (
    <SignedIn>
      <NoStatements />
    </SignedIn>
  );
}
