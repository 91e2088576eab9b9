"""`sixfold lint`: the tools of sixfold.toml over the tree, and what they answered before."""
