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

interface Props extends Look, ComponentProps<"button"> {
  /** While what it began is on its way: it does nothing, but keeps the focus for what comes of it. */
  busy?: boolean;
}

export function Button({ tone, size, busy = false, className = "", onClick, ...rest }: Props) {
  const look = shapeOf({ ...(tone && { tone }), ...(size && { size }) });
  return (
    <button
      type="button"
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={`${look} disabled:cursor-not-allowed disabled:opacity-45 aria-disabled:cursor-not-allowed aria-disabled:opacity-45 ${className}`}
      {...rest}
    />
  );
}
