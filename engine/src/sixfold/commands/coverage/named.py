"""Reports that a user names: `sixfold coverage backend=cov.json lcov.info`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sixfold.commands.coverage.gather import Report, check, read
from sixfold.config import Config, Suite
from sixfold.core.located import Findings
from sixfold.errors import RequestError


def read_named(
    config: Config, words: Sequence[str], folder: Path, findings: Findings
) -> dict[str, list[Report]]:
    """The reports by the suite that each belongs to.

    That is the one before `=`, else the one that the file is named after (`backend.1-of-4.json`),
    else the one whose directory holds most of its files. Raises RequestError where none is, and
    for a file that is not there.
    """
    found: dict[str, list[Report]] = {}
    for word in words:
        suite, file = _split(config, word)
        if not (folder / file).is_file():
            raise RequestError(f"{file} is not there", hint="sixfold coverage [[SUITE=]FILE]...")
        report = read(config, (folder / file).resolve(), findings)
        suite = suite or _named_after(config, file) or _nearest(config, report)
        if not suite:
            names = "|".join(one.name for one in config.suites)
            raise RequestError(
                f"{word}: no suite's directory holds the files of this report",
                hint=f"sixfold coverage {names}={word}",
            )
        found.setdefault(suite, []).append(report)
    check([one for reports in found.values() for one in reports], findings)
    return found


def _split(config: Config, word: str) -> tuple[str, str]:
    suite, equals, file = word.partition("=")
    if equals and suite in {one.name for one in config.suites}:
        return suite, file
    return "", word


def _named_after(config: Config, file: str) -> str:
    """The longest name of a suite that the file's own begins with."""
    name = Path(file).name
    fitting = [suite.name for suite in config.suites if name.startswith(f"{suite.name}.")]
    return max(fitting, key=len, default="")


def _nearest(config: Config, report: Report) -> str:
    """The suite, the innermost one, in whose directory most of the report's files lie."""

    def share(suite: Suite) -> tuple[int, int]:
        start = "" if suite.directory in (".", "") else suite.directory.strip("/") + "/"
        return sum(path.startswith(start) for path in report.coverage.files), len(start)

    best = max(config.suites, key=share, default=None)
    return best.name if best is not None and share(best)[0] else ""
