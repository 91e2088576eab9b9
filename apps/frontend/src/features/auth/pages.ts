/** The pages of the application in the order in which they are worked through. */
import {
  BookOpen,
  ChartColumn,
  FileUp,
  History,
  Landmark,
  LayoutDashboard,
  ListChecks,
  Scale,
  Settings,
  type LucideIcon,
} from "lucide-react";

export interface PageLink {
  href: string;
  name: string;
  icon: LucideIcon;
}

export const PAGES: readonly PageLink[] = [
  { href: "/", name: "Overview", icon: LayoutDashboard },
  { href: "/statements", name: "Statements", icon: FileUp },
  { href: "/review", name: "Review", icon: ListChecks },
  { href: "/reconciliation", name: "Reconciliation", icon: Scale },
  { href: "/accounts", name: "Accounts", icon: Landmark },
  { href: "/journal", name: "Journal", icon: BookOpen },
  { href: "/reports", name: "Reports", icon: ChartColumn },
  { href: "/audit", name: "Audit trail", icon: History },
  { href: "/settings", name: "Settings", icon: Settings },
];

/** Whether the page at `href` is the one shown, or one below it is. */
export function isHere(href: string, path: string): boolean {
  return href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);
}
