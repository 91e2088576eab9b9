"""`sixfold dev`: services, migrations and the application until Ctrl+C, which ends them."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from types import FrameType

from sixfold import web
from sixfold.commands import apps as application
from sixfold.commands import stack as stacks
from sixfold.commands.application import values, variables
from sixfold.commands.development import Development, prepare
from sixfold.commands.isolation.databases import migrate
from sixfold.commands.up import UpReport, infra_roles, report, server_marks
from sixfold.config import App, Config
from sixfold.core.service import Purpose, Role
from sixfold.errors import NotPassed, RequestError


@dataclass(frozen=True, slots=True)
class Serving:
    """An application that serves: `links` are URLs worth showing, by title."""

    name: str
    url: str
    links: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Ready:
    """What is up once everything serves."""

    services: UpReport
    apps: tuple[Serving, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """How a long verb speaks: `ready` says what is up, `show` a child's line, `step` progress."""

    ready: Callable[[Ready], None]
    show: Callable[[str], None]
    step: Callable[[str], AbstractContextManager[None]]


def dev(config: Config, names: Sequence[str], voice: Voice) -> None:
    """Bring up the services, migrate, build and start the named applications, and wait.

    No name means all of them. Ends with Ctrl+C or when an application ends by itself (then
    NotPassed is raised); applications are ended in reverse order, and the services with them
    unless somebody else holds them.
    """
    chosen = choose_apps(config, names)
    with (
        ended_by_signal() as ended,
        stacks.hold(
            config, Purpose.DEV, infra_roles(config), command="sixfold dev", step=voice.step
        ) as stack,
    ):
        made = prepare(config, stack, servers=server_marks(config, stack))
        if config.migrate is not None and made.database:
            with voice.step(f"migrating {made.database}"):
                migrate(config, stack.endpoints[Role.POSTGRES], made.database)
        running: list[application.RunningApp] = []
        try:
            for app in chosen:
                if ended.is_set():
                    break
                running.append(_start(config, app, stack, made, running, voice))
            if not ended.is_set():
                serving = tuple(_serving(config, one) for one in running)
                voice.ready(Ready(report(config, stack, made), serving))
            broken = _wait(running, ended)
        finally:
            for app_process in reversed(running):
                with voice.step(f"stopping {app_process.name}"):
                    application.end(app_process)
    with voice.step("stopping the services that nobody else uses"):
        stacks.settle(stack.folder)
    if broken is not None:
        raise NotPassed(
            f"{broken.name} ended with exit code {broken.process.returncode}",
            reference=str(broken.log),
        )


def choose_apps(config: Config, names: Sequence[str]) -> list[App]:
    """The applications to start, in the file's order, with those that they speak to.

    An application that names another one's URL (`{backend.url}`) needs that one. Raises
    RequestError for a name that sixfold.toml does not have.
    """
    known = {app.name: app for app in config.apps}
    for name in names:
        if name not in known:
            raise RequestError(
                f"sixfold.toml has no application {name!r}; it has: {', '.join(known) or 'none'}"
            )
    wanted = set(names or known)
    for app in config.apps:
        if app.name in wanted:
            texts = " ".join((*app.variables.values(), *app.command))
            wanted |= {other for other in known if f"{{{other}.url}}" in texts}
    return [app for app in config.apps if app.name in wanted]


@contextmanager
def ended_by_signal() -> Iterator[threading.Event]:
    """An event that Ctrl+C, a terminal that closes and a polite kill all set.

    Whatever is still waited for by then ends with Interrupted.
    """
    ended = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        ended.set()
        web.give_up()

    before = {
        number: signal.signal(number, end)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield ended
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _start(
    config: Config,
    app: App,
    stack: stacks.Stack,
    made: Development,
    running: Sequence[application.RunningApp],
    voice: Voice,
) -> application.RunningApp:
    application.build(config, app, voice.step)
    known = values(
        config,
        stack.endpoints,
        database=made.database,
        bucket=made.bucket,
        index=made.index,
        extra={f"{other.name}.url": other.url for other in running},
    )
    environment = {**os.environ, **variables(config, known)}
    with voice.step(f"starting {app.name}"):
        return application.start(config, app, known, environment, show=voice.show)


def _serving(config: Config, running: application.RunningApp) -> Serving:
    app = next(app for app in config.apps if app.name == running.name)
    links = {title: f"{running.url}{path}" for title, path in app.links.items()}
    return Serving(running.name, running.url, links)


def _wait(
    running: Sequence[application.RunningApp], ended: threading.Event
) -> application.RunningApp | None:
    """Wait for the end, or for an application that ends by itself: that one is returned."""
    while not ended.wait(0.2):
        for app_process in running:
            if app_process.process.poll() is not None:
                return app_process
    return None
