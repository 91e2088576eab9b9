"use client";
import { FileUp } from "lucide-react";
import { useEffect, useId, useRef, useState, type DragEvent } from "react";
import { Button } from "@/components/button";
import { UploadList } from "./upload-list";
import { useUploads } from "./use-uploads";

const TAKEN = ".csv,.txt,.ofx,.qfx,.qif,.xml,.mt940,.sta,.940,.pdf";

/** A file that misses the zone would take the place of the page: a browser opens it. */
function keepPage(): () => void {
  const refuse = (event: Event) => event.preventDefault();
  const kinds = ["dragover", "drop"];
  for (const kind of kinds) window.addEventListener(kind, refuse);
  return () => kinds.forEach((kind) => window.removeEventListener(kind, refuse));
}

/** Takes files that are dropped or chosen, and shows how each is doing. */
export function DropZone() {
  const uploads = useUploads();
  const [over, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const hint = useId();
  useEffect(keepPage, []);

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    uploads.send([...event.dataTransfer.files]);
  }

  return (
    <section
      aria-label="Upload statements"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`rounded-lg border-2 border-dashed px-4 py-6 text-center ${over ? "border-accent bg-success-wash" : "border-line bg-surface"}`}
    >
      <FileUp aria-hidden className="mx-auto size-6 text-accent" />
      <p className="mt-2 font-medium">Drop statement files here</p>
      <p id={hint} className="mt-0.5 text-muted">
        CSV, OFX, QFX, QIF, CAMT.053 or MT940, as your bank gives them. A PDF is kept, but not read.
      </p>
      <input
        ref={chooser}
        type="file"
        multiple
        accept={TAKEN}
        aria-label="Statement files"
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          uploads.send([...(event.target.files ?? [])]);
          // The same file may be chosen again.
          event.target.value = "";
        }}
      />
      <Button
        tone="primary"
        className="mt-3"
        aria-describedby={hint}
        onClick={() => chooser.current?.click()}
      >
        Choose files
      </Button>
      <UploadList uploads={uploads.all} />
    </section>
  );
}
