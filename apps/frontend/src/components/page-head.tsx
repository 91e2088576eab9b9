import type { ReactNode } from "react";

interface Props {
  title: string;
  /** Where this page belongs, above its title. */
  above?: ReactNode;
  about?: ReactNode;
  children?: ReactNode;
}

/** The title of a page with what it is about, and what can be done on it. */
export function PageHead({ title, above, about, children }: Props) {
  return (
    <div className="mb-4 flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
      <div className="min-w-0">
        {above && <div className="mb-1 text-xs text-muted">{above}</div>}
        <h1 className="text-xl font-semibold tracking-tight break-words">{title}</h1>
        {about && <div className="mt-0.5 text-muted">{about}</div>}
      </div>
      {children && <div className="flex flex-wrap items-center gap-2">{children}</div>}
    </div>
  );
}
