"""`python -m bench.mutation engine|backend`: does `--affected` ever miss what the full suite kills?

In a worktree of its own (removed afterwards) every test is recorded once. Then each mutant is run
under what `--affected` selects; where nothing is found, under all the tests that it left out. A
failure there is a miss: it is repeated with and without the mutant, and told. Each test thus runs
once for a mutant, and what the full suite kills is what either part kills.

What selects is this checkout's engine, so that no mutant of the engine decides about itself. The
answers so far are kept in `--state FILE`: a campaign that was stopped goes on from there. With
`--testmon N` the first N mutants are also given to pytest-testmon, whose own record was made at the
same state. Run it from `engine/`; `--json` prints the figures for machines.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from sixfold import shell
from sixfold.commands.context import load_config
from sixfold.commands.isolation.membership import RUN_FOLDER, RUN_SUITE
from sixfold.commands.isolation.steward import Steward
from sixfold.commands.selecting import verb as affected
from sixfold.commands.selecting.recordings import load, place_of
from sixfold.commands.testing.runs import hold_run
from sixfold.commands.testing.settle import settle
from sixfold.config import Config, Suite
from sixfold.core.affected.selection import Selection

from bench.mutants import Mutant, mutants, sample

# The source of each component, and the tests that are run: those that start whole stacks or a
# browser take minutes, and are given to few mutants (`--live`).
SOURCES: Final = {"engine": "engine/src/sixfold", "backend": "apps/backend/src"}
SLOW: Final = {"engine": ("live", "fixtures", "images"), "backend": ("e2e", "performance")}
# What decides and what records is not judged by itself.
SELF: Final = ("/recorder/", "core/affected/")
TESTMON: Final = "pytest-testmon"
# From here on two processes are quicker than one.
SPREAD_FROM: Final = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one mutant. Times are in seconds; `killed_by` is affected, rest or nobody."""

    name: str
    operator: str
    selected: int
    total: int
    all_why: str
    killed_by: str
    first: str
    seconds: float
    rest_seconds: float
    testmon: dict[str, Any] | None = None


class Campaign:
    """One component in a checkout of its own."""

    def __init__(self, component: str, root: Path, only: Sequence[str], *, live: bool) -> None:
        self.root = root
        self.config: Config = load_config(root)
        suite = next(one for one in self.config.suites if one.name == component)
        self.suite: Suite = replace(suite, paths=_paths(root, suite, only, live=live))
        self.python = root / ".venv/bin/python"
        self.deselected: list[str] = []
        self.full = 0.0
        self.run: Path = root

    @contextmanager
    def services(self) -> Iterator[None]:
        """The suite's servers, up for the whole campaign."""
        roles = [one.role for one in self.config.services if one.role in self.suite.services]
        with hold_run(self.config, "mutation campaign", wait=None) as run, ExitStack() as held:
            steward = Steward(self.config, roles, run, _quiet)
            held.callback(steward.release)
            held.callback(settle, self.config, steward, run, _quiet)
            self.run = run.folder
            yield

    def record(self) -> None:
        """Record every test; those that fail without any mutant are left out from then on."""
        for _ in range(3):
            folder = Path(tempfile.mkdtemp(dir=self.run))
            recorder = affected.start_recording(self.config, self.suite, folder)
            begun = time.monotonic()
            code, out = self.pytest([*recorder.words, *self.suite.paths], recorder.variables)
            affected.keep(
                self.config,
                self.suite,
                recorder,
                options=self.options,
                complete=True,
                passed=code == 0,
            )
            shutil.rmtree(folder)
            failed = re.findall(r"^(?:FAILED|ERROR) (\S+?)(?: - .*)?$", out, re.MULTILINE)
            if code == 0:
                break
            self.deselected += failed
            print(f"left out, failing without a mutant: {failed}", flush=True)
        begun = time.monotonic()
        code, out = self.pytest([*self.suite.paths])
        self.full = time.monotonic() - begun
        if code != 0:
            raise SystemExit(f"the suite does not pass without a mutant:\n{out[-3000:]}")

    @property
    def options(self) -> tuple[str, ...]:
        """What every run of the campaign is given."""
        return tuple(f"--deselect={name}" for name in self.deselected)

    def pytest(
        self,
        words: Sequence[str],
        variables: dict[str, str] | Any = None,
        *,
        spread: bool = True,
        limit: float = 3600,
    ) -> tuple[int, str]:
        """Run pytest in the checkout; its exit code (-1 where it took too long) and its output."""
        argv = [str(self.python), "-m", "pytest", "-p", "sixfold", "-q", "-rfE", "--tb=no"]
        # testmon reads an option of the cache's plugin.
        argv += self.options if TESTMON in words else ["-p", "no:cacheprovider", *self.options]
        argv += ["-p", "xdist", "-n", "2"] if spread else []
        hidden = ("SIXFOLD_R", "PYTHONPATH", "PYTEST_", "COVERAGE_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
        environment = {
            **kept,
            **self.suite.variables,
            **(variables or {}),
            RUN_FOLDER: str(self.run),
            RUN_SUITE: self.suite.name,
        }
        with tempfile.NamedTemporaryFile("w+") as out:
            process = shell.spawn(
                [*argv, *words],
                cwd=self.root / self.suite.directory,
                env=environment,
                stdout=Path(out.name),
                die_with_parent=True,
            )
            try:
                code = process.wait(timeout=limit)
            except subprocess.TimeoutExpired:
                shell.end(process, grace=1.0)
                code = -1
            return code, Path(out.name).read_text(errors="replace")

    def judge(self, mutant: Mutant) -> Answer:
        """Run what a mutant can reach, and the rest where that found nothing."""
        path = self.root / mutant.file
        before = path.read_bytes()
        try:
            path.write_bytes(mutant.apply(before))
            selection = affected.select(self.config, self.suite, options=self.options)
            chosen = self._arguments(selection)
            selected = len(self._names()) if selection.everything else selection.selected
            begun = time.monotonic()
            killed, first = self._kills(chosen, selected)
            took, rest_took = time.monotonic() - begun, 0.0
            by = "affected" if killed else "nobody"
            if not killed and not selection.everything:
                begun = time.monotonic()
                rest = self._rest(selection)
                killed, first = self._kills(rest, len(rest))
                rest_took = time.monotonic() - begun
                if killed and self._sure(first, path, before, mutant):
                    by = "rest"
        finally:
            path.write_bytes(before)
        return Answer(
            mutant.name,
            mutant.operator,
            selected,
            len(self._names()),
            selection.why_all,
            by,
            first,
            round(took, 2),
            round(rest_took, 2),
        )

    def testmon(self, mutant: Mutant, folder: Path) -> dict[str, Any]:
        """What pytest-testmon makes of the same mutant, by its own record."""
        path = self.root / mutant.file
        before = path.read_bytes()
        data = self.root / self.suite.directory / ".testmondata"
        try:
            path.write_bytes(mutant.apply(before))
            shutil.copy(folder / "testmondata", data)
            begun = time.monotonic()
            code, out = self.pytest(
                ["-p", TESTMON, "--testmon-nocollect", "-x", *self.suite.paths],
                spread=False,
                limit=self.limit,
            )
            took = time.monotonic() - begun
        finally:
            path.write_bytes(before)
            data.unlink(missing_ok=True)
        ran = sum(int(n) for n in re.findall(r"(\d+) (?:passed|failed|error)", out[-300:]))
        left = re.search(r"(\d+) deselected", out[-300:])
        total = len(self._names())
        selected = total - int(left[1]) if left else ran
        return {"killed": code not in (0, 5), "selected": selected, "seconds": round(took, 2)}

    def record_testmon(self, folder: Path) -> float:
        """Make testmon's record; returns how long the suite took with it, in one process."""
        data = self.root / self.suite.directory / ".testmondata"
        begun = time.monotonic()
        self.pytest(["-p", TESTMON, "--testmon", *self.suite.paths], spread=False)
        took = time.monotonic() - begun
        shutil.move(data, folder / "testmondata")
        return took

    @property
    def limit(self) -> float:
        """How long a run may take before a mutant counts as killed by not ending."""
        return 120 + 4 * self.full

    def _kills(self, chosen: Sequence[str], count: int) -> tuple[bool, str]:
        """Whether these tests fail, and the first that does."""
        if not chosen:
            return False, ""
        with tempfile.NamedTemporaryFile("w", suffix=".args") as listed:
            listed.write("\n".join(chosen))
            listed.flush()
            code, out = self.pytest(
                ["-x", f"@{listed.name}"], spread=count >= SPREAD_FROM, limit=self.limit
            )
        found = re.search(r"^(?:FAILED|ERROR) (\S+)", out, re.MULTILINE)
        first = found[1] if found else f"exit code {code}"
        return code not in (0, 5), first if code not in (0, 5) else ""

    def _sure(self, first: str, path: Path, before: bytes, mutant: Mutant) -> bool:
        """Whether a test fails with the mutant again, and passes without it."""
        again, _ = self._kills([first], 1)
        path.write_bytes(before)
        clean, _ = self._kills([first], 1)
        path.write_bytes(mutant.apply(before))
        return again and not clean

    def _arguments(self, selection: Selection) -> list[str]:
        if selection.everything:
            return list(self.suite.paths)
        return list(affected.arguments(self.config, self.suite, selection))

    def _rest(self, selection: Selection) -> list[str]:
        return [
            argument for node, argument in self._names().items() if node not in selection.reasons
        ]

    def _names(self) -> dict[str, str]:
        recording, _ = load(place_of(self.config, self.suite.name))
        tests = recording.tests if recording is not None else {}
        return {node: test.argument for node, test in tests.items()}

    def executed(self) -> set[str]:
        """`file::qualname` of the functions that some test ran."""
        recording, _ = load(place_of(self.config, self.suite.name))
        assert recording is not None
        reads = {read for scope in recording.scopes.values() for read in scope}
        return {read[2:].rpartition("@")[0] for read in reads if read.startswith("c:")}


def choose(campaign: Campaign, component: str, count: int, seed: int) -> list[Mutant]:
    """Mutants of code that some test runs, at import too; one in ten of code that none runs."""
    root, ran = campaign.root, campaign.executed()
    files = [
        file.relative_to(root).as_posix()
        for file in sorted((root / SOURCES[component]).rglob("*.py"))
    ]
    found = [one for file in files if not _is_self(file) for one in mutants(root, file)]
    known = {name.partition("::")[0] for name in ran}
    plain = {name.replace(".<locals>", "") for name in ran}

    def reaches(one: Mutant) -> bool:
        return f"{one.file}::{one.function}" in plain if one.function else one.file in known

    reached = [one for one in found if reaches(one)]
    others = [one for one in found if not reaches(one)]
    few = count // 10
    return [*sample(reached, count - few, seed), *sample(others, few, seed)]


def _is_self(file: str) -> bool:
    return any(one in file for one in SELF)


def _paths(root: Path, suite: Suite, only: Sequence[str], *, live: bool) -> tuple[str, ...]:
    if only:
        return tuple(only)
    if live:
        return suite.paths
    tests = root / suite.directory / "tests"
    entries = sorted(
        entry.name
        for entry in tests.iterdir()
        if (entry.is_dir() and not entry.name.startswith("_")) or entry.name.startswith("test_")
    )
    return tuple(f"tests/{name}" for name in entries if name not in SLOW[suite.name])


def _quiet(_line: str) -> None:
    """The campaign has its own words."""


@contextmanager
def checkout() -> Iterator[Path]:
    """A worktree of this repository's HEAD with an environment of its own, removed afterwards."""
    here = Path(__file__).resolve().parents[2]
    folder = Path(tempfile.mkdtemp(prefix="sixfold-mutation-"))
    folder.chmod(0o755)
    root = folder / "checkout"
    subprocess.run(["git", "worktree", "add", "-q", "--detach", root], cwd=here, check=True)
    try:
        _environment(root, here)
        yield root
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", root], cwd=here, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _environment(root: Path, here: Path) -> None:
    """What is installed here, with the checkout's own engine before it."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", root / ".venv"], check=True)
    site = next((root / ".venv/lib").glob("python*/site-packages"))
    installed = next((Path(sys.prefix) / "lib").glob("python*/site-packages"))
    (site / affected.HOOK).write_text(affected.HOOK_TEXT)
    (site / "checkout.pth").write_text(f"{root / 'engine/src'}\n{installed}\n")
    for program in (Path(sys.prefix) / "bin").iterdir():
        text = program.read_bytes()[:2000] if program.is_file() else b""
        if text.startswith(f"#!{sys.prefix}".encode()):
            ours = program.read_text().replace(str(sys.prefix), str(root / ".venv"))
            (root / ".venv/bin" / program.name).write_text(ours)
            (root / ".venv/bin" / program.name).chmod(0o755)
        elif os.access(program, os.X_OK) and not (root / ".venv/bin" / program.name).exists():
            # Servers and linters that come as binaries.
            (root / ".venv/bin" / program.name).symlink_to(program)
    if (here / "node_modules").is_dir():
        (root / "node_modules").symlink_to(here / "node_modules")


def table(answers: Sequence[Answer], full: float) -> list[str]:
    """The answers as lines of Markdown."""
    lines = ["| operator | mutants | killed by full | by affected | missed | share of tests run |"]
    lines += ["|---|---|---|---|---|---|"]
    kinds = sorted({answer.operator for answer in answers})
    for kind in (*kinds, "all"):
        some = [answer for answer in answers if kind in ("all", answer.operator)]
        by = sum(answer.killed_by == "affected" for answer in some)
        missed = sum(answer.killed_by == "rest" for answer in some)
        share = sum(answer.selected / max(1, answer.total) for answer in some) / len(some)
        lines.append(f"| {kind} | {len(some)} | {by + missed} | {by} | {missed} | {share:.1%} |")
    spent = sorted(answer.seconds for answer in answers)
    lines += [
        "",
        f"The whole suite takes {full:.1f} s; the selected tests of a mutant, up to the first"
        f" failure, {sum(spent) / len(spent):.1f} s (median {spent[len(spent) // 2]:.1f} s).",
    ]
    judged = [answer for answer in answers if answer.testmon is not None]
    if judged:
        told = [answer.testmon for answer in judged if answer.testmon is not None]
        ours = sum(answer.selected for answer in judged) / len(judged)
        theirs = sum(one["selected"] for one in told) / len(told)
        dead = [answer for answer in judged if answer.killed_by != "nobody"]
        missed = sum(not (answer.testmon or {})["killed"] for answer in dead)
        seconds = sum(one["seconds"] for one in told) / len(told)
        lines += [
            "",
            "| on the same mutants | mutants | tests selected | killed and missed | seconds |",
            "|---|---|---|---|---|",
            f"| sixfold | {len(judged)} | {ours:.0f} |"
            f" {sum(answer.killed_by == 'rest' for answer in judged)} |"
            f" {sum(answer.seconds for answer in judged) / len(judged):.1f} |",
            f"| pytest-testmon | {len(judged)} | {theirs:.0f} | {missed} | {seconds:.1f} |",
        ]
    return lines


def main() -> None:
    """Parse, run, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.mutation", description=__doc__)
    parser.add_argument("component", choices=sorted(SOURCES))
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=600)
    parser.add_argument("--testmon", type=int, default=0, metavar="N")
    parser.add_argument("--live", action="store_true", help="with the slow tests, too")
    parser.add_argument("--tests", nargs="+", default=[], help="these paths are the full suite")
    parser.add_argument("--state", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    # A polite kill removes the worktree, too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # What is started in the background of a shell ignores interrupts, and so would every test.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    until = time.monotonic() + asked.minutes * 60
    answers = _known(asked.state)
    with checkout() as root, tempfile.TemporaryDirectory() as kept:
        os.environ.setdefault("SIXFOLD_HOME", str(root.parent / "home"))
        campaign = Campaign(asked.component, root, asked.tests, live=asked.live)
        with campaign.services():
            campaign.record()
            if asked.testmon:
                campaign.record_testmon(Path(kept))
            chosen = choose(campaign, asked.component, asked.count, asked.seed)
            done = {answer.name for answer in answers}
            for number, mutant in enumerate(chosen):
                if time.monotonic() > until:
                    break
                if mutant.name in done:
                    continue
                answer = campaign.judge(mutant)
                if number < asked.testmon:
                    answer = replace(answer, testmon=campaign.testmon(mutant, Path(kept)))
                answers.append(answer)
                _note(asked.state, answer)
                print(f"{number + 1}/{len(chosen)} {answer}", file=sys.stderr, flush=True)
        full = campaign.full
    if asked.json:
        print(json.dumps({"full": full, "answers": [asdict(answer) for answer in answers]}))
    elif answers:
        print("\n".join(table(answers, full)))
    if any(answer.killed_by == "rest" for answer in answers):
        raise SystemExit(1)


def _known(state: Path | None) -> list[Answer]:
    if state is None or not state.is_file():
        return []
    return [Answer(**json.loads(line)) for line in state.read_text().splitlines()]


def _note(state: Path | None, answer: Answer) -> None:
    if state is not None:
        with state.open("a") as file:
            file.write(json.dumps(asdict(answer)) + "\n")


if __name__ == "__main__":
    main()
