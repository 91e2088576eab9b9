#!/usr/bin/env python3
"""Start the UI with what it needs, until Ctrl+C: `sixfold dev --frontend` by its older name."""

import sys

from sixfold.cli import main

main(["dev", "--frontend", *sys.argv[1:]])
