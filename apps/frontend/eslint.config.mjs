import { defineConfig, globalIgnores } from "eslint/config";
import next from "eslint-config-next/core-web-vitals";
import typescript from "eslint-config-next/typescript";

export default defineConfig([
  ...next,
  ...typescript,
  {
    rules: {
      "max-lines": ["error", { max: 200, skipBlankLines: true }],
      "@typescript-eslint/no-unused-vars": "error",
    },
  },
  {
    // lib/ is pure: no component, no feature, nothing of React.
    files: ["src/lib/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: ["react", "react-*", "@tanstack/*", "next/*", "@/app/*", "@/components/*", "@/features/*"] },
      ],
    },
  },
  {
    // components/ know no domain.
    files: ["src/components/**"],
    rules: { "no-restricted-imports": ["error", { patterns: ["@/app/*", "@/features/*"] }] },
  },
  globalIgnores([".next/**", "out/**", "next-env.d.ts", "src/lib/api-types.ts"]),
]);
