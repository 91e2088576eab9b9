import type { ComponentProps } from "react";

const TONES = {
  primary: "border-accent bg-accent text-on-accent hover:opacity-90",
  plain: "border-field bg-surface text-ink hover:bg-raised",
  quiet: "border-transparent text-muted hover:bg-raised hover:text-ink",
  danger: "border-danger bg-surface text-danger hover:bg-danger-wash",
} as const;

const SIZES = { normal: "h-9 px-3.5", small: "h-7 px-2 text-xs" } as const;

export interface Look {
  tone?: keyof typeof TONES;
  size?: keyof typeof SIZES;
}

/** The classes of whatever looks like a button. */
export function shapeOf({ tone = "plain", size = "normal" }: Look): string {
  const shape = "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium";
  return `${shape} ${TONES[tone]} ${SIZES[size]}`;
}

export function Button({ tone, size, className = "", ...rest }: Look & ComponentProps<"button">) {
  const look = shapeOf({ ...(tone && { tone }), ...(size && { size }) });
  return (
    <button
      type="button"
      className={`${look} disabled:cursor-not-allowed disabled:opacity-45 ${className}`}
      {...rest}
    />
  );
}
