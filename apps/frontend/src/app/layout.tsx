import type { Metadata, Viewport } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { Navigation } from "@/components/navigation";
import { ServerState } from "@/components/server-state";
import { ThemeSelect } from "@/components/theme-select";
import { Who } from "@/features/auth/who";
import { THEME_SCRIPT } from "@/lib/theme";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Finance Report", template: "%s · Finance Report" },
  description: "Double-entry bookkeeping for a household",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f5f7f6" },
    { media: "(prefers-color-scheme: dark)", color: "#0e1312" },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    // The script below sets data-theme before React sees the document.
    <html lang="en" suppressHydrationWarning>
      <head>
        <script dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }} />
      </head>
      <body>
        <ServerState>
          <a
            href="#content"
            className="sr-only focus:not-sr-only focus:absolute focus:m-2 focus:rounded-md focus:bg-surface focus:p-2"
          >
            Skip to content
          </a>
          <header className="border-b border-line bg-surface">
            <div className="mx-auto flex max-w-7xl flex-wrap items-center gap-x-5 gap-y-1 px-4 py-2">
              <Link href="/" className="order-1 text-base font-semibold tracking-tight">
                Finance <span className="text-accent">Report</span>
              </Link>
              <div className="order-3 -mx-2 w-full sm:order-2 sm:mx-0 sm:w-auto">
                <Navigation />
              </div>
              <div className="order-2 ml-auto flex items-center gap-3 sm:order-3">
                <Who />
                <ThemeSelect />
              </div>
            </div>
          </header>
          <main id="content" className="mx-auto max-w-7xl px-4 py-5">
            {children}
          </main>
        </ServerState>
      </body>
    </html>
  );
}
