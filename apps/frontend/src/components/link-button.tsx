import Link from "next/link";
import type { ReactNode } from "react";
import { shapeOf, type Look } from "./button";

interface Props extends Look {
  href: string;
  className?: string;
  children: ReactNode;
}

/** A link that looks like a button: it goes somewhere, and changes nothing. */
export function LinkButton({ href, className = "", children, ...look }: Props) {
  return (
    <Link href={href} className={`${shapeOf(look)} ${className}`}>
      {children}
    </Link>
  );
}
