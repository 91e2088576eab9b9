"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { STATEMENTS } from "@/lib/keys";
import type { Upload } from "@/lib/schemas";
import { uploadStatement } from "@/lib/upload";

/** A file on its way to the server. */
export interface Sending {
  key: string;
  name: string;
  /** The part that is sent, from 0 to 1. */
  part: number;
  done: Upload | null;
  error: string | null;
}

let count = 0;

/** Sends files side by side. A single one that is new is opened as soon as the server has it. */
export function useUploads() {
  const [all, setAll] = useState<readonly Sending[]>([]);
  const client = useQueryClient();
  const router = useRouter();

  async function sendOne(file: File, isAlone: boolean) {
    const key = `${(count += 1)}`;
    const change = (news: Partial<Sending>) =>
      setAll((before) => before.map((each) => (each.key === key ? { ...each, ...news } : each)));
    setAll((before) => [{ key, name: file.name, part: 0, done: null, error: null }, ...before]);
    try {
      const done = await uploadStatement(file, (part) => change({ part }));
      change({ done, part: 1 });
      if (isAlone && !done.known) router.push(`/statements/import?id=${done.imported.id}`);
    } catch (error) {
      change({ error: error instanceof Error ? error.message : String(error) });
    }
    await client.invalidateQueries({ queryKey: [STATEMENTS] });
  }

  return {
    all,
    send: (files: readonly File[]) => files.forEach((file) => void sendOne(file, files.length === 1)),
  };
}
