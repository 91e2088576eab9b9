import type { ComponentProps } from "react";

const TONES = {
  primary: "border-accent bg-accent text-on-accent hover:opacity-90",
  plain: "border-field bg-surface text-ink hover:bg-raised",
  quiet: "border-transparent text-muted hover:bg-raised hover:text-ink",
  danger: "border-danger bg-surface text-danger hover:bg-danger-wash",
} as const;

const SIZES = { normal: "h-9 px-3.5", small: "h-7 px-2 text-xs" } as const;

interface Props extends ComponentProps<"button"> {
  tone?: keyof typeof TONES;
  size?: keyof typeof SIZES;
}

export function Button({ tone = "plain", size = "normal", className = "", ...rest }: Props) {
  const shape = "inline-flex shrink-0 items-center justify-center rounded-md border font-medium";
  const disabled = "disabled:cursor-not-allowed disabled:opacity-45";
  return (
    <button
      type="button"
      className={`${shape} ${disabled} ${TONES[tone]} ${SIZES[size]} ${className}`}
      {...rest}
    />
  );
}
