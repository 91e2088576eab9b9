import Link from "next/link";
import { Notice } from "@/components/notice";
import { formatDate } from "@/lib/dates";

interface Valued {
  complete: boolean;
  base_currency: string;
  missing_rates: readonly { currency: string; date: string }[];
}

/** Says which rates a report lacks, and where to enter them: its totals leave amounts out. */
export function MissingRates({ report }: { report: Valued }) {
  if (report.complete) return null;
  const currencies = [...new Set(report.missing_rates.map(({ currency }) => currency))];
  const first = report.missing_rates[0];
  return (
    <div className="px-4">
      <Notice tone="caution">
        Amounts in {currencies.join(", ")} are in no total: there is no rate to {report.base_currency}
        {first && ` on ${formatDate(first.date)} or before`}.{" "}
        <Link href="/settings?part=rates" className="underline">
          Enter rates
        </Link>
      </Notice>
    </div>
  );
}
