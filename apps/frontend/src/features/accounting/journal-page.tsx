"use client";
import { Loaded } from "@/components/loaded";
import { Books } from "./books";
import { FirstAccounts, UnfinishedChart } from "./first-accounts";
import { useAccounts, useCreateAccounts } from "./queries";

export function JournalPage() {
  const accounts = useAccounts();
  // Held here, so that a failure half way is still told when the first accounts exist.
  const creation = useCreateAccounts();
  return (
    <Loaded query={accounts} what="the books">
      {(found) =>
        found.length === 0 ? (
          <FirstAccounts creation={creation} />
        ) : (
          <>
            {creation.error && <UnfinishedChart creation={creation} accounts={found} />}
            <Books accounts={found} />
          </>
        )
      }
    </Loaded>
  );
}
