"use client";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { PageHead } from "@/components/page-head";
import { useCurrentInView } from "@/components/use-current-in-view";
import { BooksPart } from "./books-part";
import { PersonPart } from "./person-part";
import { ProfilesPart } from "./profiles-part";
import { RatesPart } from "./rates-part";
import { RulesPart } from "./rules-part";
import { ThresholdsPart } from "./thresholds-part";

const PARTS = {
  books: { name: "Books", body: BooksPart },
  rates: { name: "Exchange rates", body: RatesPart },
  rules: { name: "Rules", body: RulesPart },
  matching: { name: "Matching", body: ThresholdsPart },
  files: { name: "CSV styles", body: ProfilesPart },
  person: { name: "You and your sessions", body: PersonPart },
} as const;

type PartName = keyof typeof PARTS;

/** Settings by parts; the part stands in the address. */
export function SettingsPage() {
  const asked = useSearchParams().get("part");
  const part: PartName = asked !== null && asked in PARTS ? (asked as PartName) : "books";
  const tabs = useCurrentInView(part);
  const Body = PARTS[part].body;
  return (
    <>
      <PageHead title="Settings" />
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[12rem_minmax(0,1fr)]">
        <nav ref={tabs} aria-label="Settings" className="flex gap-1 overflow-x-auto lg:flex-col">
          {(Object.keys(PARTS) as PartName[]).map((name) => (
            <Link
              key={name}
              href={`/settings?part=${name}`}
              aria-current={name === part ? "page" : undefined}
              className="rounded-md px-3 py-1.5 font-medium whitespace-nowrap text-muted hover:text-ink aria-[current=page]:bg-raised aria-[current=page]:text-ink"
            >
              {PARTS[name].name}
            </Link>
          ))}
        </nav>
        <div className="max-w-2xl min-w-0 space-y-4">
          <Body />
        </div>
      </div>
    </>
  );
}
