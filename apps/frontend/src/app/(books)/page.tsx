import type { Metadata } from "next";
import { Dashboard } from "@/features/dashboard/dashboard";

export const metadata: Metadata = { title: "Overview" };

export default function Page() {
  return <Dashboard />;
}
