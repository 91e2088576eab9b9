/** All of somebody's books as files: what the server writes in one go. */
import type { OfferedFile } from "@/components/file-menu";

export const BOOK_FILES: readonly OfferedFile[] = [
  { name: "The whole journal as CSV", href: "/api/exports/journal.csv" },
  { name: "The books in Beancount", href: "/api/exports/books.beancount" },
];
