"use client";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { Empty } from "@/components/empty";
import { MorePages } from "@/components/more-pages";
import { Which } from "@/components/which";
import { PageHead } from "@/components/page-head";
import { Panel } from "@/components/panel";
import { Amount } from "@/components/amount";
import { formatDate } from "@/lib/dates";
import { useRegister, type Period } from "./queries";
import { RegisterTable } from "./register-table";

/** An account's lines with the balance after each: what a figure of a report is made of. */
export function RegisterPage() {
  const query = useSearchParams();
  const period = {
    ...(query.get("from") && { from: query.get("from")! }),
    ...(query.get("to") && { to: query.get("to")! }),
  };
  const accountId = Number(query.get("id"));
  if (!accountId) return <Which one="account" all="accounts" href="/accounts" />;
  return <RegisterOf accountId={accountId} period={period} />;
}

function RegisterOf({ accountId, period }: { accountId: number; period: Partial<Period> }) {
  const register = useRegister(accountId, period);
  const first = register.data?.pages[0];
  const lines = register.data?.pages.flatMap((page) => page.lines) ?? [];
  const isCut = period.from !== undefined || period.to !== undefined;
  return (
    <>
      <PageHead
        title={first?.name ?? "Account"}
        above={
          <Link href="/accounts" className="hover:text-ink hover:underline">
            Accounts
          </Link>
        }
        about={
          <>
            {first?.code}
            {isCut && (
              <>
                {" "}
                · {spoken(period)} ·{" "}
                <Link href={`/accounts/register?id=${accountId}`} className="text-accent underline">
                  all dates
                </Link>
              </>
            )}
          </>
        }
      >
        {first && (
          <span className="sm:text-right">
            <span className="block text-xs text-muted">
              {period.to ? `Balance on ${formatDate(period.to)}` : "Balance"}
            </span>
            <span className="text-xl font-semibold">
              <Amount amount={first.closing} currency={first.currency} showCurrency />
            </span>
          </span>
        )}
      </PageHead>
      <Panel title="Register">
        {first && lines.length === 0 && (
          <Empty title={isCut ? "Nothing was posted in this time." : "Nothing is posted here yet."}>
            {!isCut && (
              <>
                Write an entry in the{" "}
                <Link href="/journal" className="text-accent underline">
                  journal
                </Link>
                , or import a statement of this account.
              </>
            )}
          </Empty>
        )}
        {first && lines.length > 0 && <RegisterTable lines={lines} currency={first.currency} />}
        {first && period.from && !register.hasNextPage && lines.length > 0 && (
          <p className="flex justify-between border-t border-line px-4 py-1.5 text-muted">
            Before {formatDate(period.from)}
            <Amount amount={first.opening} currency={first.currency} />
          </p>
        )}
        <MorePages query={register} what="lines" />
      </Panel>
    </>
  );
}

function spoken({ from, to }: Partial<Period>): string {
  if (from && to) return `${formatDate(from)} – ${formatDate(to)}`;
  return from ? `from ${formatDate(from)}` : `up to ${formatDate(to ?? "")}`;
}
