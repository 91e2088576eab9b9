"""`python -m bench.coverage`: uniting and judging the coverage of 2,000 files, beside other tools.

A repository of so many Python files is made with a baseline on main and a change on top; each of
four shards has run a part of every file. What is timed is whole commands, the best of `--runs`.
Run it from `engine/` on a machine that is otherwise idle; `--json` prints the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from coverage import CoverageData

BIN: Final = Path(sys.executable).parent
SHARDS: Final = 4
# Ten times a condition and what it guards: 40 lines, 20 branches.
BLOCK: Final = "if value > {n}:\n    total = value\nelse:\n    total = {n}\n"
BLOCKS: Final = 10
TOML: Final = """
[project]
name = "bench"
[coverage]
all = { suites = ["all"] }
[suites.all]
"""


class Bench:
    """One repository, and what each shard of its suite ran."""

    def __init__(self, root: Path, count: int) -> None:
        self.root = root
        self.paths = [f"src/p{number % 50:02}/m{number:04}.py" for number in range(count)]

    def make(self) -> None:
        """Sources, reports, the other tools' data, and a change of fifty files."""
        text = "value = 1\n" + "".join(BLOCK.format(n=n) for n in range(BLOCKS))
        for path in self.paths:
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        (self.root / "sixfold.toml").write_text(TOML)
        (self.root / ".gitignore").write_text("reports/\n.coverage*\n*.xml\n")
        self.git("init", "-q", "-b", "main")
        self.commit("Begin")
        for shard in range(SHARDS):
            self.report(shard)
            self.data(shard)
        self.sixfold("--no-files", "--update-baseline")
        self.commit("Measure")
        self.git("switch", "-q", "-c", "change")
        for path in self.paths[:50]:
            (self.root / path).write_text(text + "# A change that can neither run nor be missed.\n")
        self.commit("Change")

    def ran(self, shard: int) -> tuple[list[int], list[tuple[int, int]]]:
        """The lines and arcs of each file that a shard runs: one side of some conditions."""
        lines, arcs = [1], []
        last = 1
        for block in range(BLOCKS):
            start = 2 + block * 4
            side = start + 1 if (block + shard) % 3 or block > 7 else start + 3
            lines += [start, side]
            arcs += [(last, start), (start, side)]
            last = side
        return lines, [(-1, 1), *arcs, (last, -1)]

    def report(self, shard: int) -> None:
        """As coverage.py reports a shard in JSON."""
        lines, arcs = self.ran(shard)
        every = [1, *(2 + b * 4 + o for b in range(BLOCKS) for o in (0, 1, 3))]
        ways = [(2 + b * 4, 2 + b * 4 + o) for b in range(BLOCKS) for o in (1, 3)]
        file = {
            "executed_lines": lines,
            "missing_lines": sorted(set(every) - set(lines)),
            "executed_branches": [way for way in ways if way in arcs],
            "missing_branches": [way for way in ways if way not in arcs],
        }
        report = {"meta": {"branch_coverage": True}, "files": dict.fromkeys(self.paths, file)}
        folder = self.root / "reports" / "coverage"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"all.{shard + 1}-of-{SHARDS}.json").write_text(json.dumps(report))

    def data(self, shard: int) -> None:
        """As coverage.py itself remembers a shard."""
        data = CoverageData(basename=str(self.root / f".coverage.{shard}"))
        _, arcs = self.ran(shard)
        data.add_arcs({str(self.root / path): arcs for path in self.paths})
        data.write()

    def git(self, *words: str) -> None:
        plain = ("-c", "user.name=bench", "-c", "user.email=bench@localhost", "-c", "gc.auto=0")
        subprocess.run(["git", *plain, *words], cwd=self.root, check=True, capture_output=True)

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def sixfold(self, *words: str) -> None:
        self.run(str(BIN / "sixfold"), "coverage", *words)

    def run(self, *argv: str) -> None:
        hidden = ("SIXFOLD_", "GITHUB_", "BASELINE_FILE", "COVERAGE_")
        kept = {k: value for k, value in os.environ.items() if not k.startswith(hidden)}
        done = subprocess.run(
            argv, cwd=self.root, env=kept, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(argv)}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def best(runs: int, act: Callable[[], None]) -> float:
    """Seconds of the fastest of some runs."""
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        act()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def measure(bench: Bench, runs: int) -> dict[str, float]:
    """Seconds by what was done."""
    python = str(BIN / "coverage")
    found = {
        "sixfold coverage --no-files: unite, gate, changed lines": best(
            runs, lambda: bench.sixfold("--no-files")
        ),
        "sixfold coverage: the same, with page, lcov, badge": best(runs, bench.sixfold),
        "coverage combine: unite": best(
            runs, lambda: bench.run(python, "combine", "--keep", "--quiet")
        ),
        "coverage report --fail-under=1: one percentage": best(
            1, lambda: bench.run(python, "report", "--fail-under=1")
        ),
    }
    if shutil.which("diff-cover", path=str(BIN)):
        bench.run(python, "xml", "-q")
        argv = (str(BIN / "diff-cover"), "coverage.xml", "--compare-branch=main")
        found["diff-cover: changed lines alone"] = best(runs, lambda: bench.run(*argv))
    return found


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sixfold-bench-") as folder:
        bench = Bench(Path(folder).resolve(), asked.files)
        bench.make()
        found = measure(bench, asked.runs)
    if asked.json:
        print(json.dumps({"files": asked.files, "seconds": found}, indent=2))
        return
    print(f"{asked.files} files, {SHARDS} shards\n")
    print("| what | seconds |\n|---|--:|")
    for what, seconds in found.items():
        print(f"| {what} | {seconds:.2f} |")


if __name__ == "__main__":
    main()
