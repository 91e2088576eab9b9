"""sixfold: one codebase, six environments, for any repository, from one file."""

__version__ = "0.1.0"
