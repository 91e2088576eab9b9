#!/usr/bin/env python3
"""Run all tests, with coverage of the files that this branch changes: `sixfold test --smart`."""

import sys

from sixfold.cli import main

main(["test", "--smart", *sys.argv[1:]])
