import { Suspense, type ReactNode } from "react";
import { SignedIn } from "@/features/auth/signed-in";

/** Everything that is somebody's own. */
export default function BooksLayout({ children }: { children: ReactNode }) {
  return (
    <SignedIn>
      {/* Pages read the query of their address, which an exported file does not know yet. */}
      <Suspense>{children}</Suspense>
    </SignedIn>
  );
}
