import Link from "next/link";
import { Empty } from "./empty";

/** Stands for a page of one thing whose address does not say of which. */
export function Which({ one, all, href }: { one: string; all: string; href: string }) {
  return (
    <Empty title={`Which ${one}?`}>
      The address does not say. Choose one of the{" "}
      <Link href={href} className="text-accent underline">
        {all}
      </Link>
      .
    </Empty>
  );
}
