/** The first words of the keys under which answers are kept: a change says by them what is stale. */
export const ME = ["me"] as const;
/** Whether the last person here signed out, and was not sent out. */
export const LEFT = ["left"] as const;
export const BOOKS = "accounting";
export const STATEMENTS = "statements";
export const REVIEW = "review";
