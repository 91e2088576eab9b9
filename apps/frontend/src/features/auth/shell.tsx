"use client";
import { Menu, X } from "lucide-react";
import Link from "next/link";
import { Dialog } from "radix-ui";
import { useState, type ReactNode } from "react";
import { Brand } from "@/components/brand";
import { ThemeSelect } from "@/components/theme-select";
import { Navigation } from "./navigation";
import { useMe } from "./queries";
import { Who } from "./who";

/** What stands around every page: the pages to go to, who is signed in, the colour theme. */
export function Shell({ children }: { children: ReactNode }) {
  const { data: user } = useMe();
  return (
    <div className={user ? "lg:grid lg:grid-cols-[13rem_minmax(0,1fr)]" : ""}>
      {user && (
        <aside className="sticky top-0 hidden h-dvh flex-col border-r border-line bg-surface px-3 py-4 lg:flex">
          <div className="px-2.5 pb-4">
            <Brand />
          </div>
          <Navigation />
          <div className="mt-auto space-y-2 px-2.5 pt-4">
            <Who />
            <div className="flex items-center justify-between">
              <ThemeSelect />
              <Link href="/ping-pong" className="text-xs text-muted hover:text-ink hover:underline">
                Ping-pong
              </Link>
            </div>
          </div>
        </aside>
      )}
      <div className="min-w-0">
        <header
          className={`flex items-center gap-3 border-b border-line bg-surface px-4 py-2 ${user ? "lg:hidden" : ""}`}
        >
          {user && <Drawer />}
          <Brand />
          {!user && (
            <div className="ml-auto">
              <ThemeSelect />
            </div>
          )}
        </header>
        <main id="content" tabIndex={-1} className="mx-auto max-w-7xl px-4 py-5 outline-none lg:px-6">
          {children}
        </main>
      </div>
    </div>
  );
}

/** The same pages on a phone, behind a button. */
function Drawer() {
  const [open, setOpen] = useState(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="-ml-2 rounded-md p-2 text-muted hover:text-ink" aria-label="Menu">
        <Menu aria-hidden className="size-5" />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/50" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 flex w-64 flex-col bg-surface p-4 text-ink shadow-xl"
        >
          <div className="flex items-center justify-between pb-3 pl-2.5">
            <Dialog.Title className="font-semibold">Pages</Dialog.Title>
            <Dialog.Close className="rounded-md p-2 text-muted hover:text-ink" aria-label="Close menu">
              <X aria-hidden className="size-5" />
            </Dialog.Close>
          </div>
          <Navigation onGo={() => setOpen(false)} />
          <div className="mt-auto space-y-3 px-2.5">
            <Who />
            <ThemeSelect />
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
