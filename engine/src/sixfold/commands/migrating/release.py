"""The previous release on the new schema: while replicas are replaced, both serve at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sixfold import web
from sixfold.clients.git import checkout_root
from sixfold.clients.git_trees import commit, extracted
from sixfold.commands import apps
from sixfold.commands.application import values
from sixfold.commands.migrating.rehearsal import Stage
from sixfold.config import App, Config
from sixfold.core.located import Finding
from sixfold.errors import NotPassed, RequestError, SixfoldError

_PATIENCE: Final = 15.0


@dataclass(frozen=True, slots=True)
class Answers:
    """What a release answered: a status for each request, and how its own smoke ended."""

    statuses: dict[str, int]
    smoke: int
    told: str


@dataclass(frozen=True, slots=True)
class OldRelease:
    """What the previous release did on its own schema and on the new one."""

    commit: str
    requests: int
    findings: tuple[Finding, ...]
    not_comparable: str = ""


def previous_release(stage: Stage, ref: str) -> OldRelease:
    """Have the release `ref` serve a database that it filled and that was then migrated.

    What it answers there is compared with what it answers on its own schema. Its code and its
    smoke are its own, the command that starts it is today's. Raises RequestError where git does
    not know `ref` or no application is named, NotPassed where its migrations do not run.
    """
    config = stage.config
    app = _app(config)
    checkout = checkout_root(config.root)
    if checkout is None:
        raise RequestError(f"{config.root} is in no git repository", hint="git init")
    name = commit(checkout, ref)
    with extracted(checkout, name) as folder:
        root = folder / config.root.relative_to(checkout)
        old = stage.database()
        _migrate(stage, old, root, f"migrating as {ref} does")
        if config.rehearsing.demo:
            stage.run(config.rehearsing.demo, old, root=root)
        new = stage.database(template=old)
        _migrate(stage, new, config.root, f"migrating what {ref} has filled")
        try:
            before = _answers(stage, app, root, old)
        except SixfoldError as fault:
            told = f"{ref} does not serve on its own schema: {fault.message}"
            return OldRelease(name, 0, (), told)
        try:
            after = _answers(stage, app, root, new)
        except SixfoldError as fault:
            place = f"{ref} on the new schema"
            return OldRelease(name, 0, (Finding(place, f"does not start: {fault.message}"),))
    found = tuple(_compared(before, after, ref))
    if before.smoke != 0 and not found:
        told = f"{ref} fails its own smoke on its own schema:\n{before.told}"
        return OldRelease(name, len(before.statuses), (), told)
    return OldRelease(name, len(before.statuses), found)


def _app(config: Config) -> App:
    wanted = config.rehearsing.app
    for app in config.apps:
        if app.name == wanted:
            # Its record and its log are not those of the one that a developer may have running.
            return replace(app, name=f"{app.name}-before", build=None)
    raise RequestError(
        f"there is no application {wanted!r} to be asked on the new schema",
        hint='[migrations] app = "...", requests = ["/..."]',
    )


def _migrate(stage: Stage, database: str, root: Path, what: str) -> None:
    command = stage.config.migrate.command if stage.config.migrate else ()
    done = stage.run(command, database, root=root)
    if done.code != 0:
        raise NotPassed(f"{what} failed:\n{done.tail}", hint=" ".join(command))


def _answers(stage: Stage, app: App, root: Path, database: str) -> Answers:
    rehearsing = stage.config.rehearsing
    with _serving(stage, app, root, database) as url:
        statuses = {}
        for path in rehearsing.requests:
            answer = web.try_get(f"{url}{path}", timeout=_PATIENCE)
            statuses[path] = answer.status if answer is not None else 0
        if not rehearsing.smoke:
            return Answers(statuses, 0, "")
        done = stage.run(rehearsing.smoke, database, root=root, url=url)
    return Answers(statuses, done.code, done.tail)


@contextmanager
def _serving(stage: Stage, app: App, root: Path, database: str) -> Iterator[str]:
    """The application of another checkout, on one database, until the block is left."""
    config = replace(stage.config, root=root)
    known = values(config, stage.session.endpoints, database=database)
    environment = stage.environment(database)
    running = apps.start(config, app, known, environment, show=lambda _: None)
    try:
        # By its number: a server that listens on IPv4 alone is not asked for its other address.
        yield running.url.replace("//localhost:", "//127.0.0.1:")
    finally:
        apps.end(running)


def _compared(before: Answers, after: Answers, ref: str) -> Iterator[Finding]:
    for path, status in before.statuses.items():
        now = after.statuses[path]
        if now != status:
            told = f"answers {now or 'nothing'} on the new schema, {status or 'nothing'} on its own"
            yield Finding(f"GET {path}", f"{ref} {told}")
    if before.smoke == 0 and after.smoke != 0:
        yield Finding("smoke", f"{ref} fails its own smoke on the new schema:\n{after.told}")
