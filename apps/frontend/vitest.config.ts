import path from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": path.join(import.meta.dirname, "src") } },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    testTimeout: 30_000,
    // All files of a worker share one window and one copy of the libraries, which take longer to
    // load than most files' tests to run; `setup.ts` puts back what a test leaves in the window.
    isolate: false,
    restoreMocks: true,
    unstubGlobals: true,
    // What is measured, and where it is reported, is said by the runner.
    coverage: { exclude: ["src/testing/**", "**/*.d.ts"] },
  },
});
