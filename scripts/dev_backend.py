#!/usr/bin/env python3
"""Start the backend with what it needs, until Ctrl+C: `sixfold dev --backend` by its older name."""

import sys

from sixfold.cli import main

main(["dev", "--backend", *sys.argv[1:]])
