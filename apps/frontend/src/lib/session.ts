/** Where the store of answers keeps who is signed in. */
export const ME = ["me"] as const;
