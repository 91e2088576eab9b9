"""sixfold: one codebase, six environments, for any repository, from one file.

PYTEST_DONT_REWRITE: imported before pytest in programs that record what they read.
"""

__version__ = "0.1.0"
