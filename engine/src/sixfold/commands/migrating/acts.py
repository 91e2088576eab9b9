"""The acts of a rehearsal: replicas at once, up step by step, models, data, down and up again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Final, Literal, Self

from sixfold.clients.postgres_catalogue import rows, shape
from sixfold.commands.migrating.process import Done
from sixfold.commands.migrating.rehearsal import Stage
from sixfold.commands.migrating.rows import have_rows
from sixfold.core.located import Finding
from sixfold.core.schemas.migrations import History, Revision
from sixfold.core.schemas.shape import Rows, Shape, differences, lost_rows, shared

type Verdict = Literal["ok", "warn", "FAIL"]

# As many as a deployment starts at once; they race for one lock.
_REPLICAS: Final = 3
_DIFFERENCES_TOLD: Final = 10
_BASE: Final = "base"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that was tried: how it ended, and what was found, each with its place."""

    name: str
    verdict: Verdict
    told: str
    findings: tuple[Finding, ...] = ()


@dataclass
class Play:
    """The acts of one rehearsal, and what the earlier ones leave to the later ones.

    `head` is the database that replicas have migrated, `full` the one that goes up and down, with
    one process of Alembic's, `copy` a copy of it at head with its rows.
    """

    stage: Stage
    history: History
    shapes: dict[str, Shape] = field(default_factory=dict)
    head: str = ""
    full: str = ""
    copy: str = ""
    held: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        self.head, self.full = self.stage.database(), self.stage.database()
        self.alembic = self.held.enter_context(self.stage.alembic(self.full))
        return self

    def __exit__(self, *_: object) -> None:
        self.held.close()

    def acts(self) -> Iterator[tuple[str, Callable[[], Act]]]:
        yield "starting replicas at once", self.replicas
        yield "going up step by step", self.up
        yield "comparing models", self.models
        yield "filling with data", self.data
        yield "going down and up again", self.down_and_up

    def replicas(self) -> Act:
        """Several processes that migrate one empty database at once all succeed."""
        command = self.stage.config.migrate.command if self.stage.config.migrate else ()
        with ThreadPoolExecutor(_REPLICAS) as pool:
            ends = list(pool.map(lambda _: self.stage.run(command, self.head), range(_REPLICAS)))
        failed = [done for done in ends if done.code != 0]
        if failed:
            told = (
                f"{len(failed)} of {_REPLICAS} that started at once failed: take an advisory lock"
            )
            return Act("replicas", "FAIL", told, (Finding(self._environment(), failed[0].tail),))
        return Act("replicas", "ok", f"{_REPLICAS} that started at once all came to head")

    def models(self) -> Act:
        """What the models ask for is what the migrations have made."""
        if not self.shapes:
            self.alembic.must("upgrade", "head", what="going up")
        done = self.alembic.run("check")
        if done.code != 0:
            findings = tuple(Finding(self._environment(), line) for line in _operations(done))
            return Act("models", "FAIL", "the models ask for another schema", findings)
        return Act("models", "ok", "the models ask for what the migrations make")

    def up(self) -> Act:
        """Each revision alone, from nothing to the head; its schema is kept for comparison."""
        self.shapes[_BASE] = self._shape()
        for revision in self.history.line():
            done = self.alembic.run("upgrade", revision.name)
            if done.code != 0:
                return self._failed("up", revision, "goes up", done)
            self.shapes[revision.name] = self._shape()
        with self.stage.connect(self.head) as connection:
            at_once = shape(connection)
        last = self._shape()
        if lines := differences(at_once, last):
            findings = tuple(Finding(self._environment(), line) for line in lines)
            return Act("up", "FAIL", "step by step makes another schema than at once", findings)
        return Act("up", "ok", f"{len(self.history.revisions)} revisions, one by one")

    def data(self) -> Act:
        """Rows as people have them: the repository's demo, and invented ones where it has none."""
        demo = self.stage.config.rehearsing.demo
        if demo:
            done = self.stage.run(demo, self.full)
            if done.code != 0:
                place = self.stage.config.source("migrations.demo")
                return Act("data", "FAIL", "the demo failed", (Finding(place, done.tail),))
        with self.stage.connect(self.full) as connection:
            left = have_rows(connection, leave=bool(demo))
            counts = rows(connection, dict.fromkeys(self._now().tables, ()))
        total = sum(one.count for one in counts.values())
        told = f"{total} rows in {sum(1 for one in counts.values() if one.count)} tables"
        how = (
            "of the demo, else invented"
            if demo
            else "invented; [migrations] demo makes better ones"
        )
        findings = tuple(Finding(table, f"has few rows or none: {why}") for table, why in left)
        verdict: Verdict = "warn" if findings or not total else "ok"
        return Act("data", verdict, f"{told}, {how}", findings)

    def down_and_up(self) -> Act:
        """Each revision is taken back and made again: the schema is the same, and rows survive."""
        # What the locks are measured with is a copy at head: this act empties its own.
        self.copy = self.stage.database(template=self.full)
        return self._taken_back() if _is_one_line(self.history) else self._all_at_once()

    def _taken_back(self) -> Act:
        failed: list[Finding] = []
        warned: list[Finding] = []
        for revision in reversed(self.history.line()):
            parent = revision.parents[0] if revision.parents else _BASE
            kept = shared(self.shapes[revision.name], self.shapes[parent])
            before = self._rows(kept)
            for way, target in (("downgrade", parent), ("upgrade", revision.name)):
                done = self.alembic.run(way, target)
                word = "goes down" if way == "downgrade" else "goes up again"
                if done.code != 0:
                    findings = (*failed, _told(revision, word, done))
                    return Act("down and up", "FAIL", f"{revision.name} cannot", findings)
                failed += self._same_shape(revision, target, word)
                for finding in lost_rows(before, self._rows(kept), revision.place, word):
                    (failed if "leaves" in finding.rule else warned).append(finding)
            done = self.alembic.run("downgrade", parent)
            if done.code != 0:
                findings = (*failed, _told(revision, "goes down a second time", done))
                return Act("down and up", "FAIL", f"{revision.name} cannot", findings)
        self.alembic.must("upgrade", "head", what="going up a last time")
        last = self.history.line()[-1]
        failed += self._same_shape(last, last.name, "going up from nothing")
        verdict: Verdict = "FAIL" if failed else "warn" if warned else "ok"
        told = "every revision can be taken back and made again" if not failed else "not the same"
        return Act("down and up", verdict, told, (*failed, *warned))

    def _all_at_once(self) -> Act:
        """Where branches meet, a single step down has no name: all of it is taken back."""
        last = self.history.heads[0]
        for way, target in (("downgrade", _BASE), ("upgrade", last.name)):
            done = self.alembic.run(way, target)
            if done.code != 0:
                return self._failed("down and up", last, f"{way} {target}", done)
        findings = tuple(self._same_shape(last, last.name, "going down and up"))
        told = "all of it can be taken back and made again; branches are not looked at one by one"
        return Act("down and up", "FAIL" if findings else "ok", told, findings)

    def _same_shape(self, revision: Revision, target: str, word: str) -> Iterator[Finding]:
        lines = differences(self.shapes[target], self._shape())
        for line in lines[:_DIFFERENCES_TOLD]:
            yield Finding(revision.place, f"{revision.name} {word} to another schema: {line}")

    def _failed(self, name: str, revision: Revision, word: str, done: Done) -> Act:
        return Act(name, "FAIL", f"{revision.name} cannot", (_told(revision, word, done),))

    def _shape(self) -> Shape:
        with self.stage.connect(self.full) as connection:
            return shape(connection)

    def _now(self) -> Shape:
        return self.shapes[self.history.heads[0].name]

    def _rows(self, columns: Mapping[str, tuple[str, ...]]) -> dict[str, Rows]:
        with self.stage.connect(self.full) as connection:
            return rows(connection, columns)

    def _environment(self) -> str:
        """Where Alembic is told how to reach the database."""
        config = self.stage.config
        line = self.history.line()
        folder = line[0].path.rpartition("/versions/")[0] if line else ""
        path = f"{folder}/env.py"
        return path if (config.root / path).is_file() else config.source("database.migrate")


def _told(revision: Revision, word: str, done: Done) -> Finding:
    return Finding(
        revision.place, f"{revision.name} does not end well when it {word}:\n{done.tail}"
    )


def _operations(done: Done) -> list[str]:
    """What `alembic check` has found, one operation a line."""
    lines = [line for line in done.text.splitlines() if line.strip()]
    found = [line for line in lines if "detected" in line.lower()]
    return found or lines[-3:]


def _is_one_line(history: History) -> bool:
    followed = [parent for one in history.revisions for parent in one.parents]
    forks = len(followed) != len(set(followed))
    return not forks and all(len(one.parents) < 2 for one in history.revisions)
