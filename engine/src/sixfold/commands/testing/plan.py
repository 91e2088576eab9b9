"""What a test run is going to do: which suites, which of their tests, what is measured of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from sixfold.commands.changes import changes
from sixfold.config import Config, Suite
from sixfold.core.changes import Changes
from sixfold.core.modes import Mode, check, partial, selecting
from sixfold.core.selection import Share, route, split
from sixfold.errors import RequestError


@dataclass(frozen=True, slots=True)
class TestRequest:
    """What the user asked for. `words` are paths and pytest's own options, in their order.

    `slowest` is how many of the slowest tests the summary names.
    """

    __test__ = False

    words: tuple[str, ...] = ()
    mode: Mode = field(default_factory=Mode)
    suite: str | None = None
    workers: str | None = None
    slowest: int = 0
    wait: bool = False


@dataclass(frozen=True, slots=True)
class TestPlan:
    """What runs, and what does not.

    `selected` are the words that leave tests out. `partial` says why coverage is not that of whole
    suites, or is empty; `within` is the folder, in that of coverage's reports, for those that never
    count as whole. `changed` are the files that a smart run is limited to.
    """

    __test__ = False

    shares: tuple[Share[Suite], ...]
    left_out: tuple[str, ...]
    selected: tuple[str, ...]
    partial: str
    within: str = ""
    changed: Changes | None = None


def make_plan(config: Config, request: TestRequest, folder: Path) -> TestPlan:
    """Take the request apart. `folder` is where relative paths start.

    Raises RequestError for what contradicts itself, and for paths that no suite holds.
    """
    if not config.suites:
        raise RequestError("sixfold.toml names no suite to run", hint="sixfold init")
    words = split(request.words, exists=lambda word: _exists(config, folder, word))
    selected = selecting(words.options, words.paths)
    check(request.mode, selected)
    shares, left_out = route(
        config.suites,
        words,
        locate=lambda suite, path: _locate(config, folder, suite, path),
        only=request.suite,
    )
    shares = [_inside(share) for share in shares]
    if request.mode.e2e:
        shares, unfit = _in_a_browser(shares, words.paths)
        left_out += unfit
    elif request.mode == Mode(fast=True) and not selected:
        shares, journeys = _without_a_browser(shares)
        left_out += journeys
    why = partial(request.mode, selected)
    return TestPlan(
        shares=tuple(shares),
        left_out=tuple(left_out),
        selected=selected,
        partial=why,
        # Shards of whole suites make up a whole together.
        within="part" if why and (request.mode.shard is None or selected) else "",
        changed=changes(config.root, branch=config.coverage.base) if request.mode.smart else None,
    )


def _inside(share: Share[Suite]) -> Share[Suite]:
    """A suite's own folder stands for its paths: what else is in there are not its tests."""
    named = [share.suite.paths if path == "." else (path,) for path in share.paths]
    return replace(share, paths=tuple(path for paths in named for path in paths))


def _in_a_browser(
    shares: list[Share[Suite]], paths: tuple[str, ...]
) -> tuple[list[Share[Suite]], list[str]]:
    """The suites that have tests in a browser, with only those; and why the others are left out."""
    if paths:
        raise RequestError(
            f"--e2e names its tests itself, and {', '.join(paths)} does, too",
            hint="leave one of the two away",
        )
    fit = [replace(share, paths=share.suite.e2e) for share in shares if share.suite.e2e]
    if not fit:
        raise RequestError(
            "no suite that was asked for has tests in a browser",
            hint='name their paths in sixfold.toml: [suites.NAME] e2e = ["tests/e2e"]',
        )
    unfit = [share.suite.name for share in shares if not share.suite.e2e]
    return fit, [f"{name}: none of its tests needs a browser" for name in unfit]


def _without_a_browser(shares: list[Share[Suite]]) -> tuple[list[Share[Suite]], list[str]]:
    """The suites without their tests in a browser, which take longer than all others together."""
    journeys = {s.suite.name: s.suite.e2e for s in shares if s.suite.kind == "pytest"}
    without = [
        replace(
            share,
            options=(*share.options, *(f"--ignore={path}" for path in journeys[share.suite.name])),
        )
        if journeys.get(share.suite.name)
        else share
        for share in shares
    ]
    return without, [
        f"{name}: its tests in a browser, {', '.join(paths)} (--e2e runs them)"
        for name, paths in journeys.items()
        if paths
    ]


def _exists(config: Config, folder: Path, word: str) -> bool:
    places = (folder, config.root, *(config.root / suite.directory for suite in config.suites))
    return any((place / word).exists() for place in places)


def _locate(config: Config, folder: Path, suite: Suite, path: str) -> str | None:
    """A path as the suite's own runner takes it, or None where the suite does not hold it."""
    home = (config.root / suite.directory).resolve()
    file, mark, node = path.partition("::")
    for start in (folder, config.root, home):
        found = (start / file).resolve()
        if found.exists() and found.is_relative_to(home):
            return f"{found.relative_to(home).as_posix()}{mark}{node}"
    return None
