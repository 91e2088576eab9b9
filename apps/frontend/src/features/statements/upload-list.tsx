import Link from "next/link";
import type { Sending } from "./use-uploads";

/** How each file is doing: how much is sent, that it is known already, or why it was refused. */
export function UploadList({ uploads }: { uploads: readonly Sending[] }) {
  if (uploads.length === 0) return null;
  return (
    <ul aria-live="polite" className="mx-auto mt-4 max-w-xl space-y-1.5 text-left">
      {uploads.map((upload) => (
        <li key={upload.key} className="rounded-md border border-line bg-page px-3 py-2">
          <span className="flex items-baseline justify-between gap-3">
            <span className="min-w-0 truncate font-medium">{upload.name}</span>
            {upload.done && (
              <Link
                href={`/statements/import?id=${upload.done.imported.id}`}
                className="shrink-0 text-accent underline"
              >
                Open
              </Link>
            )}
          </span>
          {upload.error ? (
            <span role="alert" className="text-danger">
              {upload.error}
            </span>
          ) : upload.done ? (
            <span className={upload.done.known ? "text-caution" : "text-muted"}>
              {upload.done.message}
            </span>
          ) : (
            <progress
              value={upload.part}
              aria-label={`Sending ${upload.name}`}
              className="h-1.5 w-full accent-accent"
            />
          )}
        </li>
      ))}
    </ul>
  );
}
