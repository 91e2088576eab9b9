"""`sixfold env`: the files that speak of environment variables, held together."""
