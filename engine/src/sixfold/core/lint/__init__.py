"""Tools that look at the tree: what each found, how it ended, how its output is read."""
