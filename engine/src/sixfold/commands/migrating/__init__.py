"""`sixfold migrations`: heads, checks and rehearsals of a repository's own migrations."""
