"""The reports that a measured run left, read suite by suite."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sixfold.config import Config
from sixfold.core.coverage.model import Coverage, disagreements, unite
from sixfold.core.coverage.paths import Roots, Source
from sixfold.core.coverage.reports import read_report
from sixfold.core.located import Findings
from sixfold.core.ranges import write_ranges

# Where a measured run leaves `<suite>.json`, `<suite>.K-of-N.json` for a shard, and
# `<suite>.again.json` for what was measured once more.
FOLDER: Final = "reports/coverage"
AGAIN: Final = ".again"
# Of the reports that one run wrote beside one another, the one that says most comes first.
_KINDS: Final = ("json", "istanbul.json", "lcov")


@dataclass(frozen=True, slots=True)
class Report:
    """One report: its path from the root, and what it says."""

    name: str
    coverage: Coverage


def gather(config: Config, suites: Iterable[str], findings: Findings) -> dict[str, list[Report]]:
    """Each suite's reports; a suite that was not measured whole is left out, and said to be."""
    found = {}
    for suite in suites:
        files = _files(config, suite, findings)
        files += _whole(config.root / FOLDER, f"{suite}{AGAIN}") if files else []
        reports = [read(config, file, findings) for file in files]
        if reports:
            found[suite] = reports
    check([one for reports in found.values() for one in reports], findings)
    return found


def read(config: Config, file: Path, findings: Findings) -> Report:
    """One report of any known format. A file that is not there, or no text, is a fault."""
    shown = file.relative_to(config.root) if file.is_relative_to(config.root) else file
    roots = dict.fromkeys((config.root.as_posix(), config.root.resolve().as_posix()))
    source = Source(str(shown), Roots(tuple(roots)), findings)
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        source.fault("is not UTF-8")
        return Report(source.name, Coverage())
    except OSError as error:
        source.fault(f"cannot be read: {error.strerror}")
        return Report(source.name, Coverage())
    before = len(findings.faults)
    coverage = _existing(config, read_report(text, source), source)
    if not coverage.files and len(findings.faults) == before:
        source.fault("measured no file of this tree")
    return Report(source.name, coverage)


def check(reports: list[Report], findings: Findings) -> None:
    """A fault for each file on whose lines two reports disagree."""
    for one in disagreements((report.name, report.coverage) for report in reports):
        findings.fault(
            one.path,
            f"{one.first} and {one.second} know different lines of it"
            f" ({write_ranges(one.lines[:20])}): its source changed between the two runs, or they"
            " measured by different rules. Measure again",
        )


def together(reports: Iterable[Report]) -> Coverage:
    """What some reports cover together."""
    return unite(report.coverage for report in reports)


def _existing(config: Config, coverage: Coverage, source: Source) -> Coverage:
    """Without files that are not in this tree: what they say concerns another one."""
    gone = {path for path in coverage.files if not (config.root / path).is_file()}
    if not gone:
        return coverage
    shown = ", ".join(sorted(gone)[:3]) + (", ..." if len(gone) > 3 else "")
    source.warn(f"left out, as this tree does not have them: {shown} ({len(gone)} in all)")
    return coverage.only(path for path in coverage.files if path not in gone)


def _whole(folder: Path, name: str) -> list[Path]:
    """The report of that name, of the first kind that is there; none where there is none."""
    files = (folder / f"{name}.{kind}" for kind in _KINDS)
    return [file for file in files if file.is_file()][:1]


def _files(config: Config, suite: str, findings: Findings) -> list[Path]:
    """The report of the whole suite, or those of all its shards."""
    folder = config.root / FOLDER
    whole = _whole(folder, suite)
    if whole:
        return whole
    kinds = "|".join(map(re.escape, _KINDS))
    name = re.compile(rf"{re.escape(suite)}\.([1-9]\d*)-of-([1-9]\d*)\.({kinds})")
    shards: dict[int, dict[int, Path]] = {}
    for file in sorted(folder.glob("*"), reverse=True):
        match = name.fullmatch(file.name)
        if match:
            shards.setdefault(int(match[2]), {})[int(match[1])] = file
    for count, files in sorted(shards.items()):
        if set(files) == set(range(1, count + 1)):
            return [files[shard] for shard in sorted(files)]
    for count, files in sorted(shards.items()):
        missing = write_ranges(set(range(1, count + 1)) - set(files))
        findings.fault(f"{FOLDER}/{suite}", f"shards {missing} of {count} are missing")
    return []
