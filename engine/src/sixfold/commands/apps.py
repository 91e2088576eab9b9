"""The application's own processes: built, started on a port nobody can take, ready, and ended."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, STDOUT, Popen
from typing import IO, Final

from sixfold import locks, shell, web
from sixfold.commands.context import claim, namespace_folder
from sixfold.commands.testing.runs import write_whole
from sixfold.config import App, Build, Config
from sixfold.core.lease import Owner
from sixfold.core.variables import render
from sixfold.errors import NotPassed, ServiceUnhealthy

_READY_LIMIT: Final = 120.0
_BUILD_LIMIT: Final = 900.0


@dataclass(frozen=True, slots=True)
class RunningApp:
    """One process of the application that serves."""

    name: str
    url: str
    process: Popen[bytes]
    record: Path
    log: Path


def build(config: Config, app: App, step: Callable[[str], AbstractContextManager[None]]) -> bool:
    """Build what an application serves, when one of its inputs changed; False when nothing did.

    Raises NotPassed with the last lines of the build when it fails; the old output stays.
    """
    if app.build is None:
        return False
    folder = claim(config)
    lock = folder / f"build-{app.name}.lock"
    with locks.exclusive(lock, owner=shell.this_process("sixfold dev (build)"), wait=None):
        stamp = folder / f"build-{app.name}.stamp"
        mark = _mark(config, app.build)
        output = config.root / app.build.output
        if stamp.is_file() and stamp.read_text() == mark and output.exists():
            return False
        command = [
            render(word, {"python": sys.executable}, place=f"apps.{app.name}.build")
            for word in app.build.command
        ]
        place = config.root / app.build.directory
        with step(f"building {app.build.output} ({' '.join(command)})"), locks.folder(place):
            result = shell.run(
                command,
                cwd=config.root / app.build.directory,
                timeout=_BUILD_LIMIT,
                check=False,
            )
        if result.code != 0:
            tail = "\n".join((result.out + result.err).strip().splitlines()[-25:])
            raise NotPassed(
                f"the build of {app.build.output} failed with exit code {result.code}:\n{tail}",
                hint=f"cd {app.build.directory} && {' '.join(command)}",
            )
        stamp.write_text(mark)
        return True


def start(
    config: Config,
    app: App,
    known: Mapping[str, str],
    environment: Mapping[str, str],
    *,
    show: Callable[[str], None],
) -> RunningApp:
    """Start an application and wait until it is ready.

    Its port is bound by us and handed over where its command takes `{fd}`, so that nobody can
    take it in between. Raises ServiceUnhealthy with the log when it ends or never gets ready.
    """
    preferred = config.names.port(config.namespace, app.name)
    with web.listen(app.port, preferred) as socket:
        port = socket.getsockname()[1]
        hands_over = any("{fd}" in word for word in app.command)
        here = {**known, "port": str(port), "fd": str(socket.fileno()), "root": str(config.root)}
        own = {
            name: render(text, here, place=f"apps.{app.name}.variables.{name}")
            for name, text in app.variables.items()
        }
        argv = [render(word, here, place=f"apps.{app.name}.command") for word in app.command]
        if not hands_over:
            socket.close()
        process = shell.spawn(
            argv,
            cwd=config.root / app.directory,
            env={**os.environ, **environment, **own},
            stdout=PIPE,
            stderr=STDOUT,
            die_with_parent=True,
            pass_fds=(socket.fileno(),) if hands_over else (),
        )
    url = f"http://localhost:{port}"
    log = claim(config) / f"app-{app.name}.log"
    running = RunningApp(app.name, url, process, claim(config) / f"app-{app.name}.json", log)
    threading.Thread(target=_copy, args=(process.stdout, log, app.name, show), daemon=True).start()
    try:
        _wait_until_ready(app, running, port)
    except BaseException:
        end(running)
        raise
    owner = shell.identify(process.pid)
    if owner is not None:
        write_whole(
            running.record,
            {
                "name": app.name,
                "url": url,
                "pid": owner.pid,
                "started": owner.started,
                "boot": owner.boot,
                "host": owner.host,
            },
        )
    return running


def end(app: RunningApp) -> None:
    """End an application with all of its children."""
    shell.end(app.process, grace=10.0)
    app.record.unlink(missing_ok=True)


def running_apps(config: Config) -> Iterator[dict[str, object]]:
    """The applications of this namespace that run now, whoever started them."""
    for file in sorted(namespace_folder(config).glob("app-*.json")):
        try:
            told = json.loads(file.read_text())
            owner = Owner(told["pid"], told["started"], told["boot"], told["host"])
        except (OSError, ValueError, KeyError):
            continue
        if shell.alive(owner):
            yield {"name": told["name"], "url": told["url"], "pid": told["pid"]}


def _wait_until_ready(app: App, running: RunningApp, port: int) -> None:
    def look() -> bool | None:
        code = running.process.poll()
        if code is not None:
            raise ServiceUnhealthy(
                f"{app.name} ended with exit code {code} before it was ready:\n"
                f"{_tail(running.log)}",
                reference=str(running.log),
            )
        if not app.ready:
            return True if web.answers("127.0.0.1", port, timeout=1) else None
        answer = web.try_get(f"http://127.0.0.1:{port}{app.ready}", timeout=5)
        return True if answer is not None and answer.status < 400 else None

    web.wait_until(look, timeout=_READY_LIMIT, what=f"{app.name} at {running.url}{app.ready}")


def _copy(stream: IO[bytes] | None, log: Path, name: str, show: Callable[[str], None]) -> None:
    """Pass a child's lines on to the terminal and to its log, as they come."""
    with log.open("wb") as file:
        for line in stream or ():
            file.write(line)
            file.flush()
            show(f"{name} | {line.decode(errors='replace').rstrip()}")


def _tail(log: Path, lines: int = 20) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return "(it printed nothing)"


def _mark(config: Config, build: Build) -> str:
    """A hash over every input file's path and content."""
    digest = hashlib.sha256(json.dumps(build.command).encode())
    for pattern in build.inputs:
        for path in sorted(config.root.glob(pattern)):
            if path.is_file():
                digest.update(str(path.relative_to(config.root)).encode() + b"\0")
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
