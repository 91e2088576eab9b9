"""The model says what coverage.py itself says: of one run, and of several put together."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sixfold.core.coverage.model import Coverage, disagreements, unite
from sixfold.core.coverage.paths import Roots, Source
from sixfold.core.coverage.reports import read_report
from sixfold.core.located import Findings

pytest.importorskip("coverage")

PROGRAM = """
import sys
import asyncio
from contextlib import suppress


def classify(word):
    match word:
        case "a" | "b":
            return 1
        case str() if word.isdigit():
            return int(word)
        case _:
            pass
    for letter in word:
        if letter == "x":
            break
    else:
        return 2
    while word:
        word = word[1:]
    try:
        return 10 // len(word)
    except ZeroDivisionError:
        return 3 if letter else 4
    finally:
        letter = None


async def wait(word):
    async with asyncio.timeout(5):
        with suppress(KeyError):
            raise KeyError(word)
    return [n async for n in numbers(word) if n]


async def numbers(word):
    for n in range(len(word)):
        yield n


def never():
    if sys:
        return 1


if __name__ == "__main__":
    for word in sys.argv[1:]:
        assert classify(word) is not None
        asyncio.run(wait(word))
"""
RUNS = (("a",), ("7", "hello"), ("xyz",), ())
RC = "[run]\nbranch = true\nrelative_files = true\nsource = .\n"


def run(folder: Path, *words: str) -> None:
    """Run `coverage WORDS`, apart from whatever measures these tests."""
    environment = {"PATH": "", "HOME": str(folder)}
    subprocess.run(
        [sys.executable, "-m", "coverage", *words],
        cwd=folder,
        env=environment,
        check=True,
        capture_output=True,
    )


def report(folder: Path, data: str) -> tuple[Coverage, dict[str, Any]]:
    """What a data file says: as we read it, and as coverage.py sums it up."""
    file = folder / f"{data}.json"
    run(folder, "json", "-q", f"--data-file={data}", "-o", str(file))
    text = file.read_text()
    findings = Findings()
    coverage = read_report(text, Source(data, Roots((str(folder),)), findings))
    assert not findings.faults
    return coverage, json.loads(text)["totals"]


def test_shards_united_are_what_coverage_py_combines(tmp_path: Path) -> None:
    (tmp_path / ".coveragerc").write_text(RC)
    (tmp_path / "program.py").write_text(PROGRAM)
    (tmp_path / "unused.py").write_text("def f():\n    return 1\n")
    shards = []
    for number, words in enumerate(RUNS):
        run(tmp_path, "run", f"--data-file=data.{number}", "program.py", *words)
        coverage, totals = report(tmp_path, f"data.{number}")
        assert coverage.counts.percent == round(totals["percent_covered"], 2)
        shards.append(coverage)
    data = [f"data.{number}" for number in range(len(RUNS))]
    run(tmp_path, "combine", "-q", "--keep", "--data-file=whole", *data)

    whole, totals = report(tmp_path, "whole")

    assert unite(shards) == whole
    assert whole.counts.covered == totals["covered_lines"] + totals["covered_branches"]
    assert whole.counts.total == totals["num_statements"] + totals["num_branches"]
    assert disagreements((str(at), one) for at, one in enumerate([*shards, whole])) == []
    assert whole.files["unused.py"].missed
