#!/usr/bin/env python3
"""Drop test databases without a living owner: `sixfold clean` by its older name.

`--dry-run` lists only; `--all` also drops templates and this checkout's development data, and asks.
"""

import sys

from sixfold.cli import main

main(["clean", *sys.argv[1:]])
