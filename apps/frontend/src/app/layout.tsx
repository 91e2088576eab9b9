import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { ServerState } from "@/components/server-state";
import { Shell } from "@/features/auth/shell";
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
            className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-md focus:bg-surface focus:p-2"
          >
            Skip to content
          </a>
          <Shell>{children}</Shell>
        </ServerState>
      </body>
    </html>
  );
}
