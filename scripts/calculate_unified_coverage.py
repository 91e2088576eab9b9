#!/usr/bin/env python3
"""Unite the coverage of all suites and hold it against the baseline.

    python scripts/calculate_unified_coverage.py [--update-baseline] [--json]

BASELINE_FILE names the baseline's file (unified-coverage.json by default), COVERAGE_THRESHOLD the
least that everything together has to reach. A door without logic: it is `sixfold coverage`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

try:
    from sixfold.errors import SixfoldError
    from sixfold.faces.coverage import command
    from sixfold.output import Output
except ModuleNotFoundError as missing:
    raise SystemExit(f"{missing}; run ./moonw run :setup, then use .venv/bin/python") from None


def main(arguments: Sequence[str]) -> int:
    """Run the verb; its exit code is ours."""
    try:
        code = command.main(args=list(arguments), prog_name=__file__, standalone_mode=False)
    except SixfoldError as error:
        Output(json="--json" in arguments).error(error)
        return error.exit_code
    return int(code or 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
