#!/usr/bin/env python3
"""Run the tests without coverage and stop at the first failure: `sixfold test --fast`."""

import sys

from sixfold.cli import main

main(["test", "--fast", *sys.argv[1:]])
