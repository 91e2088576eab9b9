"""`sixfold init`: what is found in a repository, and the sixfold.toml that is made of it."""
