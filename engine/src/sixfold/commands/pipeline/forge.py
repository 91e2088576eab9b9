"""What the pipeline does on the forge alone: warn of steps that may fail, keep the baseline."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sixfold.clients.publish import differs, publish
from sixfold.config import Config
from sixfold.core.service import Secret
from sixfold.errors import RequestError

STEPS: Final = "SIXFOLD_STEPS"
TOKEN: Final = "BASELINE_UPDATE_PAT"  # noqa: S105  # the variable's name, not a token
# The forge runs nothing for such a commit: a baseline that was just measured needs no measuring.
_MESSAGE: Final = "Keep the coverage that was reached [skip ci]"


@dataclass(frozen=True, slots=True)
class Kept:
    """Whether the baseline was pushed, and what became of it in a sentence."""

    pushed: bool
    told: str


def failed_steps(text: str) -> list[str]:
    """The steps in `toJSON(steps)` that failed and were allowed to.

    Raises RequestError where the text is none.
    """
    try:
        steps = json.loads(text)
        return [
            name
            for name, step in steps.items()
            if step["outcome"] == "failure" and step["conclusion"] != "failure"
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RequestError(
            f"{STEPS} does not hold the steps of this job: {error}",
            hint=f"in the workflow: {STEPS}: ${{{{ toJSON(steps) }}}}",
        ) from None


def keep_baseline(config: Config, environ: Mapping[str, str]) -> Kept:
    """Push the baseline that was written here to the base's branch.

    Nothing is pushed where it is as committed, or where the branch has moved on: its newest
    commit has a run of its own, which writes what it measured. Raises RemoteRefused.
    """
    file, branch = config.coverage.baseline, config.coverage.base
    if not differs(config.root, file):
        return Kept(False, f"{file} is as committed: nothing to keep")
    token = environ.get(TOKEN)
    if not token:
        return Kept(
            False, f"{file} has changed, but {TOKEN} is not set: {branch} keeps the old one"
        )
    secret = Secret(token)
    if publish(config.root, file, _MESSAGE, remote="origin", branch=branch, token=secret):
        return Kept(True, f"{file} is kept on {branch}")
    return Kept(False, f"{branch} has moved on: the run of its newest commit writes {file}")
