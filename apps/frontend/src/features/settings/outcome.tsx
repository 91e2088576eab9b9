import { Notice } from "@/components/notice";

interface Props {
  change: { error: Error | null; isSuccess: boolean };
  done: string;
}

/** What became of a change: that it is saved, or why it was refused. */
export function Outcome({ change: { error, isSuccess }, done }: Props) {
  if (error) return <Notice tone="error">{error.message}</Notice>;
  return isSuccess ? <Notice tone="success">{done}</Notice> : null;
}
