import type { ReactNode } from "react";

const TONES = {
  error: "border-danger/40 bg-danger-wash text-danger",
  caution: "border-caution/40 bg-caution-wash text-caution",
  success: "border-accent/30 bg-success-wash text-accent",
} as const;

/** A message that is read out when it appears: at once for errors, politely otherwise. */
export function Notice({ tone, children }: { tone: keyof typeof TONES; children: ReactNode }) {
  return (
    <div
      role={tone === "error" ? "alert" : "status"}
      className={`my-3 rounded-md border px-3 py-2 ${TONES[tone]}`}
    >
      {children}
    </div>
  );
}
