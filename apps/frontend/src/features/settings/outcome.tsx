import { Notice } from "@/components/notice";

interface Props {
  change: { error: Error | null; isSuccess: boolean };
  done: string;
  /** Whether the refusal stands at the fields that it is about. */
  isPlaced?: boolean;
}

/** What became of a change: that it is saved, or why it was refused. */
export function Outcome({ change: { error, isSuccess }, done, isPlaced = false }: Props) {
  if (error) {
    const why = isPlaced ? "Nothing is saved: a value above is refused." : error.message;
    return <Notice tone="error">{why}</Notice>;
  }
  return isSuccess ? <Notice tone="success">{done}</Notice> : null;
}
