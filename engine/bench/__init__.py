"""What sixfold costs, measured beside its alternatives in one run."""
