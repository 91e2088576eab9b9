import Link from "next/link";

export function Brand() {
  return (
    <Link href="/" className="text-base font-semibold tracking-tight">
      Finance <span className="text-accent">Report</span>
    </Link>
  );
}
