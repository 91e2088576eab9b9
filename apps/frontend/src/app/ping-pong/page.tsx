import type { Metadata } from "next";
import { PingBoard } from "@/features/ping-pong/ping-board";

export const metadata: Metadata = { title: "Ping-pong" };

export default function Page() {
  return <PingBoard />;
}
