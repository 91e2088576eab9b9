import path from "node:path";
import type { NextConfig } from "next";
import { PHASE_DEVELOPMENT_SERVER } from "next/constants";

// Building and serving must ask nothing of the network.
process.env.NEXT_TELEMETRY_DISABLED ??= "1";

const shared: NextConfig = {
  reactStrictMode: true,
  // The name of a build is in its files: given one, the same sources give the same bytes.
  generateBuildId: () => process.env.BUILD_ID ?? null,
  // `npm run lint` checks the types; a build that did so again would take twice as long.
  typescript: { ignoreBuildErrors: true },
  // npm workspaces hoist packages to the repository's root, which the bundler must be able to see.
  turbopack: { root: path.join(import.meta.dirname, "..", "..") },
};

/** Exported as static files for the backend to serve; in development /api goes to BACKEND_URL. */
export default function config(phase: string): NextConfig {
  if (phase !== PHASE_DEVELOPMENT_SERVER) return { ...shared, output: "export" };
  const backend = process.env.BACKEND_URL ?? "http://127.0.0.1:8000";
  return {
    ...shared,
    rewrites: () => Promise.resolve([{ source: "/api/:path*", destination: `${backend}/api/:path*` }]),
  };
}
