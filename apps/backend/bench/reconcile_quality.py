"""`python -m bench.reconcile_quality`: how often matching is right, over lives that are labelled.

Each life (see `reconcile_life`) has its own seed; the worst of all is what counts. A match is right
when its entries are the true ones of all its lines, or say exactly the same as they do; of a
payment that was entered twice, either is true. `--seeds N`, `--first N`, `--months N`.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bench.reconcile_life import CURRENCIES, Life, life
from src.reconciliation.matching import matched
from src.reconciliation.rules import Found, Item, Problem, Thresholds

PRECISION, RECALL = 0.995, 0.90
_DEFAULT = Thresholds()


@dataclass(frozen=True, slots=True)
class Quality:
    """Lines by what is true of them and what was said: keys are (has an entry, said)."""

    cells: Counter[tuple[bool, str]]

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return self.cells.total()

    @property
    def precision(self) -> float:
        """Of the lines that were matched automatically, how many rightly."""
        right, wrong = self.cells[True, "accepted right"], self._wrong()
        return right / (right + wrong) if right + wrong else 1.0

    @property
    def recall(self) -> float:
        """Of the lines that have an entry, how many were matched with it automatically."""
        return self.cells[True, "accepted right"] / self._with_entry()

    @property
    def found(self) -> float:
        """The same, with those for which the right answer was proposed."""
        right = self.cells[True, "accepted right"] + self.cells[True, "proposed right"]
        return right / self._with_entry()

    def _wrong(self) -> int:
        return self.cells[True, "accepted wrong"] + self.cells[False, "accepted wrong"]

    def _with_entry(self) -> int:
        return sum(count for (has, _), count in self.cells.items() if has)


def quality(known: Life, thresholds: Thresholds = _DEFAULT) -> Quality:
    """What matching makes of a life."""
    problem = Problem(tuple(known.lines), tuple(known.sides), thresholds)
    said = _said(matched(problem, CURRENCIES), known)
    cells = Counter(
        (bool(entries), said.get(line, "unmatched")) for line, entries in known.truth.items()
    )
    return Quality(cells)


def _said(found: Iterable[Found], known: Life) -> dict[int, str]:
    by_entry = {(side.id, side.account): side for side in known.sides}
    said = {}
    for each in found:
        how = "accepted" if each.automatic else "proposed"
        true = {(id_, line.account) for line in each.lines for id_ in known.truth[line.id]}
        told = all(known.truth[line.id] for line in each.lines)
        chosen = {(known.again.get(side.id, side.id), side.account) for side in each.sides}
        right = told and (
            chosen == true
            or _says(by_entry[place] for place in true)
            == _says(by_entry[place] for place in chosen)
        )
        for line in each.lines:
            said[line.id] = f"{how} {'right' if right else 'wrong'}"
    return said


def _says(sides: Iterable[Item]) -> list[tuple[int, int, list[str], list[int]]]:
    """Entries that say the same are the same: a person could not tell them apart either."""
    return sorted(
        (side.day, side.amount, sorted(side.words), sorted(side.counters)) for side in sides
    )


COLUMNS = ("accepted right", "accepted wrong", "proposed right", "proposed wrong", "unmatched")


def report(found: list[Quality]) -> str:
    """The confusion matrix over all lives, and the worst of them."""
    cells: Counter[tuple[bool, str]] = Counter()
    for each in found:
        cells.update(each.cells)
    lines = [f"\n| {cells.total()} lines of {len(found)} lives | {' | '.join(COLUMNS)} |"]
    lines.append("|---|" + "---:|" * len(COLUMNS))
    for has, title in ((True, "has an entry"), (False, "has none")):
        lines.append(f"| {title} | {' | '.join(str(cells[has, each]) for each in COLUMNS)} |")
    lines.append("\n| | worst | mean | target |\n|---|---:|---:|---:|")
    for title, figures, goal in (
        ("precision of automatic matches", [each.precision for each in found], f"{PRECISION}"),
        ("recall of automatic matches", [each.recall for each in found], f"{RECALL:.2f}"),
        ("recall with right proposals", [each.found for each in found], ""),
    ):
        mean = sum(figures) / len(figures)
        lines.append(f"| {title} | {min(figures):.4f} | {mean:.4f} | {goal} |")
    lines.append(f"\nThe smallest life has {min(each.lines for each in found)} lines.")
    return "\n".join(lines)


def main() -> int:
    """Print the matrix. Returns 1 when the worst life misses a target."""
    parser = argparse.ArgumentParser(prog="python -m bench.reconcile_quality")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--months", type=int, default=24)
    options = parser.parse_args()
    seeds = range(options.first, options.first + options.seeds)
    found = [quality(life(seed, options.months)) for seed in seeds]
    print(report(found))
    good = all(each.precision >= PRECISION and each.recall >= RECALL for each in found)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
