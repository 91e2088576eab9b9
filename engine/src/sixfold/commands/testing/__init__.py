"""`sixfold test`, the runner: what is run, in which mode, and what is made of the answers."""
