#!/usr/bin/env python3
"""Compare every file that speaks of environment variables: `sixfold env check` by its older name.

Exit: 0 all agree, 1 a gap, 2 a file cannot be understood. `--json` for machines.
"""

import sys

from sixfold.cli import main

main(["env", "check", *sys.argv[1:]])
