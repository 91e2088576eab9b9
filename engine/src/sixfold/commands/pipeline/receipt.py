"""What a pipeline said, written down: the plan, the tree, the tools, each job's result."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from sixfold.clients.tree import TreeState
from sixfold.commands.adopting.verb import write_atomically
from sixfold.core.plan import DIFFERENCES, Outcome, Plan, verdict
from sixfold.errors import RequestError

# The results of the jobs that a job needs, as the forge tells them: `toJSON(needs)`.
NEEDS: Final = "SIXFOLD_NEEDS"
PLACE: Final = Path("reports") / "receipt.json"


@dataclass(frozen=True, slots=True)
class JobResult:
    """How one job ended; `seconds` is the sum over its shards, 0 where nobody measured."""

    name: str
    outcome: Outcome
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was checked, with what, and how it ended.

    `left_out` are jobs that nobody asked for; `untold` are jobs whose results a judge lacks.
    """

    plan: Plan
    tree: TreeState
    jobs: tuple[JobResult, ...]
    machine: Mapping[str, str]
    changed_meanwhile: bool = False
    seconds: float = 0.0
    left_out: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether every job is known to have passed, on one tree."""
        results = {job.name: str(job.outcome) for job in self.jobs}
        return not verdict(results) and not self.untold and not self.changed_meanwhile

    def as_json(self) -> dict[str, Any]:
        """The receipt as plain values."""
        return {
            "good": self.good,
            "plan": self.plan.hash,
            "parts": dict(self.plan.parts),
            "versions": dict(self.plan.versions),
            "tree": asdict(self.tree),
            "changed_meanwhile": self.changed_meanwhile,
            "left_out": list(self.left_out),
            "untold": list(self.untold),
            "jobs": [asdict(job) for job in self.jobs],
            "machine": dict(self.machine),
            "may_differ": list(DIFFERENCES),
            "seconds": round(self.seconds, 3),
        }


def write_receipt(root: Path, receipt: Receipt) -> Path:
    """Write `reports/receipt.json`; returns its path."""
    place = root / PLACE
    place.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(place, json.dumps(receipt.as_json(), indent=2, sort_keys=True) + "\n")
    return place


def needs_text(results: Mapping[str, Outcome]) -> str:
    """Results as the forge hands them to a job that needs them."""
    return json.dumps({name: {"result": str(outcome)} for name, outcome in results.items()})


def read_needs(text: str) -> list[JobResult]:
    """The results in `toJSON(needs)`. Raises RequestError where they are not there."""
    try:
        results = json.loads(text)
        found = [JobResult(name, Outcome(need["result"])) for name, need in results.items()]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RequestError(
            f"{NEEDS} does not hold the results of other jobs: {error}",
            hint=f"in the workflow: {NEEDS}: ${{{{ toJSON(needs) }}}}",
        ) from None
    if not found:
        raise RequestError(f"{NEEDS} names no job", hint="sixfold ci")
    return found
