import type { Metadata } from "next";
import { RegisterPage } from "@/features/reporting/register-page";

export const metadata: Metadata = { title: "Register" };

export default function Page() {
  return <RegisterPage />;
}
