"""`sixfold doctor`: what this machine offers, what was chosen and why; looking changes nothing."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from sixfold import shell
from sixfold.commands.plans import plans
from sixfold.commands.up import infra_roles
from sixfold.config import Config
from sixfold.core.service import Purpose
from sixfold.errors import SixfoldError
from sixfold.runtimes.registry import choose, runtimes

_LITTLE_DISK: Final = 2 << 30
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: `state` is `ok`, `note` or `FAIL`."""

    name: str
    state: str
    told: str
    remedy: str = ""


def doctor(config: Config) -> list[Check]:
    """Look at everything that the verbs depend on; a FAIL means that one of them cannot work."""
    return [*_runtimes(config), *_tools(), *_places(config), *_warnings(config)]


def _runtimes(config: Config) -> Iterator[Check]:
    wanted = plans(config, Purpose.TEST, infra_roles(config))
    try:
        runtime, reason = choose(config.runtime, wanted)
        yield Check("runtime", "ok", f"{runtime.name}: {reason}")
    except SixfoldError as error:
        yield Check("runtime", "FAIL", error.message, error.hint)
    for name, make in runtimes().items():
        found = make().check()
        yield Check(f"runtime {name}", "ok" if found.usable else "note", found.reason)


def _tools() -> Iterator[Check]:
    yield Check("python", "ok", f"{sys.version.split()[0]} at {sys.executable}")
    for tool, what in (("git", "worktrees and branches"), ("node", "the UI"), ("npm", "the UI")):
        path = shutil.which(tool)
        yield Check(
            tool,
            "ok" if path else "note",
            path or f"not found; needed for {what}",
            "" if path else f"install {tool}",
        )
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    yield Check(
        "browser",
        "ok" if browser else "note",
        browser or "not found; browser tests are skipped",
        "" if browser else "install the package chromium",
    )
    spread = find_spec("xdist") is not None
    yield Check(
        "pytest-xdist",
        "ok" if spread else "note",
        "tests are spread over the cores" if spread else "not installed; tests run in one process",
    )


def _places(config: Config) -> Iterator[Check]:
    for name in ("data", "cache", "state"):
        place: Path = getattr(config.places, name)
        there = next(folder for folder in (place, *place.parents) if folder.exists())
        free = shutil.disk_usage(there).free
        writable = shell.may_write(there)
        state = "FAIL" if not writable else "note" if free < _LITTLE_DISK else "ok"
        told = f"{place}, {free >> 30} GiB free" if writable else f"{place} cannot be written"
        yield Check(name, state, told, "" if state == "ok" else "set SIXFOLD_HOME")
    memory = config.places.memory
    yield Check(
        "RAM disk",
        "ok" if memory else "note",
        str(memory or "none with enough room; test data lies on disk"),
    )
    cores, free_memory = shell.cores(), shell.free_memory()
    yield Check("machine", "ok", f"{cores} cores, {free_memory >> 30} GiB of memory free")


def _warnings(config: Config) -> Iterator[Check]:
    for finding in config.warnings:
        yield Check("configuration", "note", f"{finding.place}: {finding.rule}")
