"use client";
import { Download } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { shapeOf } from "./button";

export interface OfferedFile {
  /** What the file is, as in "This report as CSV". */
  name: string;
  href: string;
  /** What it is saved as, where the server does not say. */
  save?: string;
}

const ITEM = "block cursor-pointer rounded px-3 py-1.5 outline-none data-[highlighted]:bg-raised";

/** Files to take along, behind one button. */
export function FileMenu({ files }: { files: readonly OfferedFile[] }) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className={shapeOf({})}>
        <Download aria-hidden className="size-4" /> Export
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          className="z-40 min-w-52 rounded-md border border-line bg-surface p-1 text-ink shadow-lg"
        >
          {files.map(({ name, href, save = "" }) => (
            <DropdownMenu.Item key={name} asChild className={ITEM}>
              <a href={href} download={save}>
                {name}
              </a>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
