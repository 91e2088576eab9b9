"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";

const PAGES = [
  { href: "/", name: "Journal" },
  { href: "/reconciliation", name: "Reconciliation" },
  { href: "/ping-pong", name: "Ping-pong" },
] as const;

export function Navigation() {
  const here = usePathname();
  return (
    <nav aria-label="Main" className="flex gap-0.5 overflow-x-auto">
      {PAGES.map(({ href, name }) => (
        <Link
          key={href}
          href={href}
          aria-current={here === href ? "page" : undefined}
          className="rounded-md px-2.5 py-1.5 font-medium text-muted hover:text-ink aria-[current=page]:bg-raised aria-[current=page]:text-ink sm:px-3"
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
