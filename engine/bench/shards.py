"""`python -m bench.shards`: how alike shards come out, beside pytest-split on the same durations.

Durations are those of test-durations.json, or of `--durations FILE` of the same shape. For each
suite and number of shards: the longest shard as a multiple of the mean, 1 being perfect. Run it
from `engine/`; it runs no test.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace

from sixfold.core.shard import divide

type Lengths = list[float]
type Divider = Callable[[Mapping[str, float], int], Lengths]


def ours(durations: Mapping[str, float], count: int) -> Lengths:
    """Lengths of our shards."""
    return [sum(durations[name] for name in shard) for shard in divide(durations, durations, count)]


def files_cut(durations: Mapping[str, float], count: int) -> int:
    """How many files our shards have cut, whose shared fixtures are then made more than once."""
    places: dict[str, set[int]] = {}
    for number, shard in enumerate(divide(durations, durations, count)):
        for name in shard:
            places.setdefault(name.partition("::")[0], set()).add(number)
    return sum(len(shards) > 1 for shards in places.values())


def split_by(name: str) -> Divider:
    """Lengths of pytest-split's groups by one of its algorithms."""
    from pytest_split.algorithms import Algorithms

    algorithm = Algorithms[name].value

    def lengths(durations: Mapping[str, float], count: int) -> Lengths:
        items = [SimpleNamespace(nodeid=test) for test in durations]
        groups = algorithm(count, items, dict(durations))
        return [sum(durations[item.nodeid] for item in group.selected) for group in groups]

    return lengths


def ratio(lengths: Sequence[float]) -> float:
    """The longest as a multiple of the mean."""
    mean = sum(lengths) / len(lengths)
    return max(lengths) / mean if mean else 1.0


def main() -> None:
    """Print the table, or with --json its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--durations", type=Path, default=Path("../test-durations.json"))
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    dividers: dict[str, Divider] = {
        "sixfold": ours,
        "split, least duration": split_by("least_duration"),
        "split, duration based chunks": split_by("duration_based_chunks"),
    }
    rows = [
        {
            "suite": suite,
            "tests": len(durations),
            "seconds": round(sum(durations.values()), 1),
            "shards": count,
            **{name: round(ratio(of(durations, count)), 3) for name, of in dividers.items()},
            "files cut": files_cut(durations, count),
        }
        for suite, durations in json.loads(asked.durations.read_text()).items()
        for count in (2, 4, 8)
    ]
    if asked.json:
        print(json.dumps(rows, indent=2))
        return
    names = list(rows[0]) if rows else []
    print("| " + " | ".join(names) + " |")
    print("|" + "|".join("---" for _ in names) + "|")
    for row in rows:
        print("| " + " | ".join(str(row[name]) for name in names) + " |")


if __name__ == "__main__":
    main()
