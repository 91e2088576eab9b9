import type { ReactNode } from "react";

const TONES = {
  neutral: "border-line text-muted",
  caution: "border-caution/40 bg-caution-wash text-caution",
  success: "border-accent/30 bg-success-wash text-accent",
  error: "border-danger/40 bg-danger-wash text-danger",
} as const;

export function Badge({ tone, children }: { tone: keyof typeof TONES; children: ReactNode }) {
  return (
    <span
      className={`inline-block rounded-full border px-2 py-px text-xs font-medium ${TONES[tone]}`}
    >
      {children}
    </span>
  );
}
