"""Reconciliation: which entries of the journal explain which lines of statements.

`words`, `scoring`, `pairing`, `sums`, `matching` and `rules` decide and touch nothing; `runs`
matches what is open, `service` does what a person decides, `closing` locks what adds up.
"""
