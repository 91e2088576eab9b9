/** The first words of the keys under which answers are kept: a change says by them what is stale. */
export const ME = ["me"] as const;
/** Whether the last person here signed out, and was not sent out. */
export const LEFT = ["left"] as const;
/** What somebody has typed and not saved; the second word is whose it is. */
export const DRAFT = "draft";
export const BOOKS = "accounting";
export const STATEMENTS = "statements";
export const REVIEW = "review";
