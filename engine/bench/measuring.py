"""`python -m bench.measuring`: what collecting coverage costs, beside coverage.py's own tracer.

The backend's tests (or `--paths`) run in one process, each way in turn and `--runs` times; shown is
the least of the processor time of all processes, which a busy machine disturbs less than the clock.
Run it from `engine/`.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

SIXFOLD = Path(sys.executable).with_name("sixfold")
FAST = "no coverage (--fast)"
SETTINGS = """
[run]
branch = true
source = src
core = ctrace
concurrency = {concurrency}
data_file = {folder}/data
"""


def ways(folder: Path) -> dict[str, list[str]]:
    """What `sixfold test` is given for each way of collecting."""
    found = {FAST: ["--fast"], "sixfold": []}
    for concurrency in ("thread", "thread,greenlet"):
        settings = folder / f"{concurrency}.ini"
        settings.write_text(SETTINGS.format(concurrency=concurrency, folder=folder))
        words = ["--fast", "-p", "pytest_cov", "--cov", f"--cov-config={settings}"]
        report = f"--cov-report=json:{folder}/{concurrency}.json"
        found[f"coverage.py, C tracer, {concurrency}"] = [*words, report]
    return found


def seconds(words: Sequence[str]) -> float:
    """Processor time of a run and all that it started."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [SIXFOLD, "test", "--suite", "backend", "-n", "0", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(f"sixfold test {' '.join(words)}:\n{done.stdout}{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the table, or with --json its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--paths", nargs="+", default=["../apps/backend/tests/accounting"])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sixfold-bench-") as folder:
        found: dict[str, list[float]] = {}
        for _ in range(asked.runs):
            for name, words in ways(Path(folder)).items():
                found.setdefault(name, []).append(seconds([*words, *asked.paths]))
    least = {name: min(times) for name, times in found.items()}
    if asked.json:
        print(json.dumps(least, indent=2))
        return
    print("| | seconds | of --fast |\n|---|---|---|")
    for name, time in least.items():
        print(f"| {name} | {time:.1f} | {time / least[FAST]:.2f} |")


if __name__ == "__main__":
    main()
