"""What the verbs do: one file, one verb, each a list of named steps over the other rooms.

Commands are functions with plain typed parameters, shared by the command line, the pytest plugin
and CI. They return values; only `sixfold.output` and `sixfold.cli` print.
"""
