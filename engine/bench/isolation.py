"""`python -m bench.isolation`: what isolation costs, beside its alternatives, as one table.

Everything runs on one machine in one go, on the same 24 tables, with the same server binary where
an alternative lets one choose it. `--runs N` repeats whole commands (median is shown), `--json`
prints the figures for machines. Run it from `engine/` on a machine that is otherwise idle.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import alternatives, schema

SIXFOLD = [str(Path(sys.executable).with_name("sixfold"))]


class Bench:
    """One repository and one home of sixfold's, thrown away afterwards."""

    def __init__(self, root: Path, home: Path, runs: int) -> None:
        self.root = root
        self.home = home
        self.runs = runs
        self.note = root / "note"

    def environment(self) -> dict[str, str]:
        """What the measured commands see."""
        hidden = ("SIXFOLD_", "PYTEST_", "BRANCH_NAME", "WORKSPACE_ID")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
        return {**kept, "SIXFOLD_HOME": str(self.home), "BENCH_FILE": str(self.note)}

    def command(self, *words: str) -> float:
        """Seconds that `sixfold WORDS` takes."""
        begun = time.perf_counter()
        done = subprocess.run(
            [*SIXFOLD, *words],
            cwd=self.root,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise SystemExit(f"sixfold {' '.join(words)}:\n{done.stdout}{done.stderr}")
        return time.perf_counter() - begun

    def until_first_line(self, argv: list[str], **extra: str) -> float:
        """Seconds from the command's start to the first line of its test."""
        self.note.unlink(missing_ok=True)
        begun = time.time()
        done = subprocess.run(
            argv,
            cwd=self.root,
            env={**self.environment(), **extra},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(argv)}:\n{done.stdout}{done.stderr}")
        return float(self.note.read_text()) - begun

    def value(self, *words: str) -> object:
        """What `sixfold WORDS --json` answers."""
        done = subprocess.run(
            [*SIXFOLD, *words, "--json"],
            cwd=self.root,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)

    def forget(self) -> None:
        """Stop the servers and delete everything, so that nothing runs and nothing is cached."""
        self.command("down", "--all")
        shutil.rmtree(self.home, ignore_errors=True)


@contextmanager
def bench(runs: int) -> Iterator[Bench]:
    """A repository to measure, gone afterwards with its servers."""
    folder = Path(tempfile.mkdtemp(prefix="sixfold-bench-"))
    folder.chmod(0o755)
    schema.write(folder / "repository")
    made = Bench(folder / "repository", folder / "home", runs)
    try:
        yield made
    finally:
        made.command("down", "--all")
        shutil.rmtree(folder, ignore_errors=True)


def median(measure: Callable[[], float], runs: int) -> float:
    """The median of several measurements."""
    return statistics.median(measure() for _ in range(runs))


def measure(made: Bench) -> list[tuple[str, str, float, str, float | None]]:
    """Rows of what, contender, value, unit, target (None: an alternative)."""
    rows: list[tuple[str, str, float, str, float | None]] = []
    fast = [*SIXFOLD, "test", "--fast", "tests/test_first.py"]
    plain = [sys.executable, "-m", "pytest", "tests/test_plain.py"]

    def cold() -> float:
        made.forget()
        return made.until_first_line(fast)

    rows.append(
        ("first line, nothing runs yet", "sixfold test --fast", median(cold, made.runs), "s", 4.0)
    )
    warm = median(lambda: made.until_first_line(fast), made.runs)
    rows.append(("first line, warm", "sixfold test --fast", warm, "s", 1.5))
    # The suite loads no plugin but its own; the bare run gets the same benefit.
    bare = median(
        lambda: made.until_first_line(plain, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1"), made.runs
    )
    rows.append(("first line, no database at all", "pytest alone", bare, "s", None))
    rows.append(("of the warm one, sixfold's own part", "difference", warm - bare, "s", 0.3))
    no_database = [*SIXFOLD, "test", "--fast", "tests/test_plain.py"]
    spared = median(lambda: made.until_first_line(no_database), made.runs)
    rows.append(("first line, a test without a database", "sixfold test --fast", spared, "s", None))

    made.command("test", "--fast", "tests/test_fixtures.py")
    taken = json.loads(made.note.read_text())
    nothing = statistics.median(taken["nothing"])
    default = (statistics.median(taken["default"]) - nothing) * 1000
    fresh = (statistics.median(taken["fresh"]) - nothing) * 1000
    rows.append(("isolation of one test, p50", "fixture `database`", default, "ms", 1.0))
    rows.append(("a fresh database, p50", "fixture `fresh_database`", fresh, "ms", 5.0))

    rows += alternatives.clones(made)
    rows += alternatives.per_worker(made)
    rows += alternatives.pytest_postgresql(made)
    rows += alternatives.containers()

    def up_cold() -> float:
        made.forget()
        return made.command("up")

    rows.append(("three servers healthy, cold", "sixfold up", median(up_cold, made.runs), "s", 4.0))
    again = median(lambda: made.command("up"), made.runs)
    rows.append(("three servers healthy, already up", "sixfold up", again, "s", 0.5))
    helped = median(lambda: made.command("--help"), max(5, made.runs)) * 1000
    rows.append(("help", "sixfold --help", helped, "ms", 150.0))
    rows.append(("memory of three idle test servers", "PSS", memory(made), "MiB", 300.0))
    return rows


def memory(made: Bench) -> float:
    """The proportional set size of the idle test servers, in MiB, their data on disk apart."""
    toml = made.root / "sixfold.toml"
    text = toml.read_text()
    toml.write_text(
        text.replace('services = ["postgres"]', 'services = ["postgres", "redis", "s3"]')
    )
    try:
        made.command("test", "--fast", "tests/test_first.py")
        told = made.value("status")
    finally:
        toml.write_text(text)
    assert isinstance(told, dict)
    return sum(s["memory"] for s in told["servers"] if s["purpose"] == "test") / 2**20


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with bench(asked.runs) as made:
        rows = measure(made)
    if asked.json:
        names = ("what", "by", "value", "unit", "target")
        print(json.dumps([dict(zip(names, row, strict=True)) for row in rows], indent=2))
        return
    print(f"| what | by | median of {asked.runs} | target | |\n|---|---|---:|---:|---|")
    for what, by, value, unit, target in rows:
        digits = 2 if unit == "s" else 1
        aim = f"{target:g} {unit}" if target is not None else ""
        verdict = "" if target is None else "met" if value <= target else "NOT met"
        print(f"| {what} | {by} | {value:.{digits}f} {unit} | {aim} | {verdict} |")


if __name__ == "__main__":
    main()
