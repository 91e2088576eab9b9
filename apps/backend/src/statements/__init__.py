"""Statements: the files that banks give, the lines in them, and the imports that took them in.

`parsers` turns bytes into lines and faults and touches nothing else; `rules` decides which lines
are the same; `service` stages, commits and undoes imports; `worker` reads files in the background.
Nothing here posts to the journal: that is for reconciliation and review.
"""
