"""`sixfold build`: everything that is shipped, each with the hash of its content."""
