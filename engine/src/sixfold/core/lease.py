"""Leases: who owns a resource, whether that owner can still be alive, and what may be swept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final

MARK: Final = "sixfold"


@dataclass(frozen=True, slots=True)
class Owner:
    """The one process that answers for a resource.

    A pid alone is reused; with the process's start time (seconds since the epoch, as the kernel
    reports it) and the machine's boot id it names one process for all time.
    """

    pid: int
    started: float
    boot: str
    host: str
    command: str = ""

    def same_process(self, other: Owner) -> bool:
        """Whether both name one process; start times are compared to a hundredth of a second."""
        return (
            self.pid == other.pid
            and abs(self.started - other.started) < 0.011
            and self.boot == other.boot
            and self.host == other.host
        )


class Kind(StrEnum):
    """What a resource is, which decides when it may go."""

    TEMPLATE = "template"
    WORKER = "worker"
    FRESH = "fresh"
    DEV = "dev"
    SCOPE = "scope"
    BUCKET = "bucket"


@dataclass(frozen=True, slots=True)
class Record:
    """What a resource says of itself: it is written on the resource (comment, tag, key).

    `raw` is the namespace's unshortened name, so that two names that render alike are told apart.
    `born` is in seconds since the epoch. `complete` is written last: without it the resource is
    half made.
    """

    kind: Kind
    name: str
    project: str
    namespace: str
    raw: str
    owner: Owner
    born: float
    complete: bool = True
    fingerprint: str = ""
    used: float = 0.0

    def encode(self) -> str:
        """One line: the mark, then JSON."""
        return f"{MARK} {json.dumps(asdict(self), sort_keys=True)}"

    @classmethod
    def decode(cls, text: str | None) -> Record | None:
        """The record in `text`, or None where it is not one of ours (or not whole)."""
        mark, _, body = (text or "").partition(" ")
        if mark != MARK:
            return None
        try:
            value = json.loads(body)
            return cls(**{**value, "kind": Kind(value["kind"]), "owner": Owner(**value["owner"])})
        except (ValueError, TypeError, KeyError):
            return None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a sweep decided of one resource, and why, in words a person reads."""

    record: Record
    drop: bool
    reason: str


def plan_sweep(
    inventory: Iterable[Record],
    *,
    alive: Callable[[Owner], bool | None],
    project: str | None,
    templates_kept: frozenset[str] = frozenset(),
    everything: bool = False,
    namespace: tuple[str, str] | None = None,
) -> list[Verdict]:
    """Decide each resource of `inventory`: dropped only when ours and its owner is provably dead.

    `alive` answers True, False, or None where it cannot tell (another host): None keeps.
    With `everything`, templates and the complete development resources of `namespace` (its slug
    and raw name) go too: whoever made those answers for nothing any more once they are complete,
    and whoever uses them has a session, which no drop gets past.
    """
    return [
        _decide(
            record,
            alive=alive,
            project=project,
            templates_kept=templates_kept,
            everything=everything,
            namespace=namespace,
        )
        for record in inventory
    ]


def _decide(
    record: Record,
    *,
    alive: Callable[[Owner], bool | None],
    project: str | None,
    templates_kept: frozenset[str],
    everything: bool,
    namespace: tuple[str, str] | None,
) -> Verdict:
    if project is not None and record.project != project:
        return Verdict(record, False, f"belongs to {record.project}")
    living = alive(record.owner)
    if record.kind is Kind.DEV and record.complete:
        if everything and (record.namespace, record.raw) == namespace:
            return Verdict(record, True, "development data of this checkout, asked for by --all")
        return Verdict(record, False, "development data")
    if record.kind is Kind.TEMPLATE and record.complete:
        if everything:
            return Verdict(record, True, "template, asked for by --all")
        if record.name in templates_kept:
            return Verdict(record, False, "template in use or recent")
        return Verdict(record, True, "template older than the ones kept")
    if living is None:
        return Verdict(record, False, f"its owner is on {record.owner.host}, out of sight")
    if living:
        return Verdict(record, False, f"process {record.owner.pid} is alive")
    state = "" if record.complete else ", half made"
    return Verdict(record, True, f"process {record.owner.pid} is gone{state}")
