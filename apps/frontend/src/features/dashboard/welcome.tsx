"use client";
import { BookOpen, FileUp, Sparkles } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/button";
import { LinkButton } from "@/components/link-button";
import { Notice } from "@/components/notice";
import { useMe } from "../auth/queries";
import { useLoadDemo } from "./queries";

/** What a person sees first: three ways to begin, none of them a dead end. */
export function Welcome() {
  const { data: user } = useMe();
  const demo = useLoadDemo();
  return (
    <section className="mx-auto max-w-4xl sm:mt-6">
      <h1 className="text-2xl font-semibold tracking-tight">Welcome{user && `, ${user.name}`}</h1>
      <p className="mt-1 text-muted">
        Your books are empty. Reports, reviews and reconciliation come to life with the first entries.
      </p>
      {demo.error && <Notice tone="error">{demo.error.message}</Notice>}
      <div className="mt-6 grid gap-4 md:grid-cols-3">
        <Way
          icon={<FileUp aria-hidden />}
          title="Use my own statements"
          action={
            <LinkButton href="/statements" tone="primary">
              Upload a statement
            </LinkButton>
          }
        >
          CSV, OFX, QFX, QIF, CAMT.053 or MT940, as your bank gives it. You see every line before it
          counts, and can undo it.
        </Way>
        <Way
          icon={<Sparkles aria-hidden />}
          title="Look around first"
          action={
            <Button busy={demo.isPending} onClick={() => demo.mutate()}>
              {demo.isPending ? "Bringing two years of books…" : "Load demo data"}
            </Button>
          }
        >
          Two years of an invented household, ready to explore. One click takes all of it away again.
        </Way>
        <Way
          icon={<BookOpen aria-hidden />}
          title="Start by hand"
          action={<LinkButton href="/journal">Create accounts</LinkButton>}
        >
          A starter chart of accounts, then entries in the journal, debits beside credits.
        </Way>
      </div>
    </section>
  );
}

interface WayProps {
  icon: ReactNode;
  title: string;
  action: ReactNode;
  children: ReactNode;
}

function Way({ icon, title, action, children }: WayProps) {
  return (
    <div className="flex flex-col rounded-lg border border-line bg-surface p-5">
      <span className="text-accent *:size-5">{icon}</span>
      <h2 className="mt-3 font-semibold">{title}</h2>
      <p className="mt-1 mb-4 text-muted">{children}</p>
      <div className="mt-auto">{action}</div>
    </div>
  );
}
