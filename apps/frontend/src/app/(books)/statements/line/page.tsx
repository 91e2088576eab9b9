import type { Metadata } from "next";
import { LinePage } from "@/features/statements/line-page";

export const metadata: Metadata = { title: "Statement line" };

export default function Page() {
  return <LinePage />;
}
