/** The first words of the keys under which answers are kept: a change says by them what is stale. */
export const ME = ["me"] as const;
export const BOOKS = "accounting";
export const STATEMENTS = "statements";
export const REVIEW = "review";
