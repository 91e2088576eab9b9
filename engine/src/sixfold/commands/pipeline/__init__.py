"""`sixfold ci`: the graph of jobs on a laptop, with its receipt."""
