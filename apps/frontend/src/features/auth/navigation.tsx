"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { isHere, PAGES } from "./pages";

/** The pages, the present one marked; `onGo` is told when one is chosen. */
export function Navigation({ onGo }: { onGo?: () => void }) {
  const here = usePathname();
  return (
    <nav aria-label="Main">
      <ul className="space-y-0.5">
        {PAGES.map(({ href, name, icon: Icon }) => (
          <li key={href}>
            <Link
              href={href}
              onClick={onGo}
              aria-current={isHere(href, here) ? "page" : undefined}
              className="flex items-center gap-2.5 rounded-md px-2.5 py-2 font-medium text-muted hover:bg-raised hover:text-ink aria-[current=page]:bg-raised aria-[current=page]:text-ink lg:py-1.5"
            >
              <Icon aria-hidden className="size-4 shrink-0" />
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
