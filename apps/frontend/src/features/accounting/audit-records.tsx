"use client";
import Link from "next/link";
import { useMemo } from "react";
import { Amount } from "@/components/amount";
import { Badge } from "@/components/badge";
import { formatMoment } from "@/lib/dates";
import { parseDecimal } from "@/lib/decimal";
import type { Account, AuditRecord } from "@/lib/schemas";
import { useMe } from "../auth/queries";
import { differencesOf, linesOf, placeOf, titleOf, type Difference } from "./audit-rules";

interface Props {
  records: readonly AuditRecord[];
  accounts: readonly Account[];
}

type ById = ReadonlyMap<number, Account>;

/** Changes, each with who made it and what differs. */
export function AuditRecords({ records, accounts }: Props) {
  const byId: ById = useMemo(() => new Map(accounts.map((each) => [each.id, each])), [accounts]);
  const { data: me } = useMe();
  return (
    <ol aria-label="Changes" className="divide-y divide-line">
      {records.map((record) => (
        <li key={record.id} className="px-4 py-2.5">
          <Head record={record} who={record.user_id === me?.id ? me.name : null} />
          <Body record={record} accounts={byId} />
        </li>
      ))}
    </ol>
  );
}

const ACTIONS: Record<string, { tone: "neutral" | "success" | "error"; name: string }> = {
  insert: { tone: "success", name: "Added" },
  update: { tone: "neutral", name: "Changed" },
  delete: { tone: "error", name: "Removed" },
};

function Head({ record, who }: { record: AuditRecord; who: string | null }) {
  const action = ACTIONS[record.action] ?? { tone: "neutral", name: record.action };
  const place = placeOf(record);
  return (
    <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <Badge tone={action.tone}>{action.name}</Badge>
      <span className="min-w-0 flex-1 basis-52 font-medium wrap-anywhere">
        {place ? (
          <Link href={place} className="hover:underline">
            {titleOf(record)}
          </Link>
        ) : (
          titleOf(record)
        )}
      </span>
      <span className="text-xs text-muted">
        <time dateTime={record.at}>{formatMoment(record.at)}</time> · {who && `${who}, `}
        {record.source}
      </span>
    </div>
  );
}

function Body({ record, accounts }: { record: AuditRecord; accounts: ById }) {
  if (record.subject !== "lines") {
    return <Differences differences={differencesOf(record, accounts)} action={record.action} />;
  }
  return (
    <div className="mt-1.5 space-y-1">
      <Lines title={record.after ? "Before" : "Removed"} recorded={record.before} accounts={accounts} />
      <Lines title={record.before ? "After" : "Added"} recorded={record.after} accounts={accounts} />
    </div>
  );
}

interface DifferencesProps {
  differences: readonly Difference[];
  action: string;
}

/** Before and after beside each other; only what was there where a thing is new or gone. */
function Differences({ differences, action }: DifferencesProps) {
  return (
    <dl className="mt-1 flex flex-wrap gap-x-5 gap-y-0.5 text-xs">
      {differences.map(({ field, before, after }) => (
        <div key={field} className="flex min-w-0 gap-1.5">
          <dt className="shrink-0 text-muted">{field}</dt>
          <dd className="min-w-0 wrap-anywhere">
            {action !== "insert" && <del className={action === "update" ? "" : "no-underline"}>{before}</del>}
            {action === "update" && <span aria-hidden> → </span>}
            {action !== "delete" && <ins className="no-underline">{after}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface LinesProps {
  title: string;
  recorded: AuditRecord["before"];
  accounts: ById;
}

function Lines({ title, recorded, accounts }: LinesProps) {
  const lines = linesOf(recorded);
  if (lines.length === 0) return null;
  return (
    <table className="w-full max-w-md text-xs">
      <caption className={title === "Added" || title === "Removed" ? "sr-only" : "text-left text-muted"}>{title}</caption>
      <tbody>
        {lines.map((line) => (
          <tr key={String(line.id)}>
            <th scope="row" className="py-px pr-2 text-left font-normal">
              {accounts.get(Number(line.account_id))?.name ?? `account ${String(line.account_id)}`}
              {typeof line.memo === "string" && line.memo && (
                <span className="text-muted"> {line.memo}</span>
              )}
            </th>
            <td className="figures py-px">
              <Amount
                amount={parseDecimal(String(line.amount)) ?? "0"}
                currency={String(line.currency)}
                showCurrency
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
