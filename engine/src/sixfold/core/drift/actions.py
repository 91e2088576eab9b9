"""Actions that a workflow uses: pinned by commit, and allowed to fail only where that is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sixfold.core.drift.model import Drift, Sources, drift_at, jobs_of, steps_of
from sixfold.core.globs import matching
from sixfold.core.located import Node

_FILES: Final = (
    ".github/workflows/*.yml",
    ".github/workflows/*.yaml",
    ".github/actions/**/action.yml",
    ".github/actions/**/action.yaml",
)
# Of this repository at the commit that runs; at one commit of another; an image by its content.
_PINNED: Final = re.compile(r"[.$]/.*|[^@\s]+@[0-9a-f]{40}|docker://[^@\s]+@sha256:[0-9a-f]{64}")
_LENIENT: Final = "continue-on-error"


def pinned(sources: Sources) -> Iterator[Drift]:
    """Each action whose content its owner can exchange: it is named by a branch or a tag."""
    if not sources.pipeline.workflow:
        return
    for path in sorted({sources.pipeline.workflow, *matching(sources.listed, _FILES)}):
        document = sources.document(path)
        for node in (*jobs_of(document).values(), *steps_of(document)):
            uses = node.mapping.get("uses")
            if uses is not None and not _PINNED.fullmatch(uses.text.strip()):
                name, _, version = uses.text.partition("@")
                message = f"{name} is not pinned by commit: {version or 'no version'} can move"
                fix = f"uses: {name}@<the commit, 40 digits> # {version or 'its version'}"
                yield drift_at(uses, "action", message, fix)


def lenient(sources: Sources) -> Iterator[Drift]:
    """Each step whose failure fails the job although it may fail, or the other way round."""
    pipeline = sources.pipeline
    if not pipeline.workflow or sources.text(pipeline.workflow) is None:
        return
    document = sources.document(pipeline.workflow)
    used = set()
    for step in steps_of(document):
        if "uses" in step.mapping:
            name = step.mapping["uses"].text.partition("@")[0]
            used.add(name)
            yield from _lenient(step, name, may_fail=name in pipeline.may_fail)
    for name in sorted(set(pipeline.may_fail) - used):
        message = f"no step uses {name}, which sixfold.toml lets fail"
        yield Drift(pipeline.workflow, 1, "action", message, "add it, or mend [ci] may_fail")


def _lenient(step: Node, name: str, *, may_fail: bool) -> Iterator[Drift]:
    uses, told = step.mapping["uses"], step.mapping.get(_LENIENT)
    if not may_fail:
        if told is not None and told.text != "false":
            message = f"{name} may fail here without being told"
            yield drift_at(told, "action", message, f"drop {_LENIENT}, or add it to [ci] may_fail")
        return
    if told is None or told.text != "true":
        message = f"{name} would fail the job here, and by sixfold.toml it only warns"
        yield drift_at(told or uses, "action", message, f"{_LENIENT}: true")
    if "id" not in step.mapping:
        message = f"{name} has no id here, by which `sixfold ci warnings` names what failed"
        yield drift_at(uses, "action", message, "id: <a name>")
