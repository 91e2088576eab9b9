"""`sixfold test` on the command line: our few options are taken out, every other word goes on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from sixfold.commands.context import load_config
from sixfold.commands.testing.plan import TestRequest
from sixfold.commands.testing.report import TestReport, closing_lines
from sixfold.commands.testing.verb import test as run
from sixfold.core.modes import Mode, parse_shard
from sixfold.errors import RequestError
from sixfold.output import Output

USAGE: Final = """Usage: sixfold test [OPTIONS] [PATH...] [any option of the suite's own runner]

  Run the tests, isolated from every other worktree, and answer with one summary. Coverage of each
  suite with a `source` is measured, and the gate of `sixfold coverage` is held against it.

Which tests, and what is measured:
  --fast               Stop at the first failure; no coverage, no tests in a browser.
  --smart              All tests; coverage of the files that this branch changes, and of no other.
  --affected           Only the tests that a change since they last ran can reach; no coverage.
  --e2e                Only the tests in a browser, against a stack of their own.
  --shard K/N          The K-th of N parts of equal length; each test is in one.
  --suite NAME         Only this suite of sixfold.toml.

Options:
  -n N|auto            How many worker processes; chosen from the machine otherwise.
  --durations N        Name the N slowest tests in the summary.
  --record-durations   Write how long each test took to test-durations.json, for --shard.
  --wait               Wait for the run that holds this namespace instead of giving up.
  --runtime NAME       Where services run: auto, embedded, docker, podman, external.
  --json               Answer as one JSON value; the tests' own output goes to stderr.
  -h, --help           Show this message.

Everything else is handed on in its order: paths to the suites that hold them, options to the
runners of those suites. Where that leaves tests out, coverage is measured and not judged.
"""

_FLAGS: Final = frozenset(
    {"--fast", "--smart", "--affected", "--e2e", "--record-durations", "--wait", "--json"}
)
_VALUES: Final = frozenset({"--suite", "--runtime", "--shard", "--durations", "-n"})
# pytest's short options whose value is the next word, whatever it looks like.
_SHORT: Final = frozenset({"-k", "-m", "-p", "-o", "-c", "-W", "-r", "-t"})


def run_tests(words: list[str]) -> int:
    """Parse, run, render; returns the exit code. Raises RequestError for a word it cannot place."""
    if words[:1] in (["-h"], ["--help"]):
        print(USAGE, end="")
        return 0
    flags, values, rest = _take(words)
    output = Output(json="--json" in flags)
    request = _request(flags, values, rest)
    runtime = {"runtime.use": values["--runtime"]} if "--runtime" in values else {}
    config = load_config(flags=runtime)
    output.fallback(config.namespace.slug, config.namespace.source)
    report = run(
        config,
        request,
        folder=Path.cwd(),
        say=output.line,
        progress=sys.stderr.fileno() if "--json" in flags else None,
    )
    _render(report, output)
    return 0 if report.good else 1


def _request(flags: set[str], values: dict[str, str], rest: list[str]) -> TestRequest:
    slowest = values.get("--durations", "0")
    if not slowest.isdecimal():
        raise RequestError(f"--durations takes a number, not {slowest!r}")
    return TestRequest(
        words=tuple(rest),
        mode=Mode(
            fast="--fast" in flags,
            smart="--smart" in flags,
            affected="--affected" in flags,
            e2e="--e2e" in flags,
            shard=parse_shard(values["--shard"]) if "--shard" in values else None,
            record="--record-durations" in flags,
        ),
        suite=values.get("--suite"),
        workers=values.get("-n"),
        slowest=int(slowest),
        wait="--wait" in flags,
    )


def _take(words: list[str]) -> tuple[set[str], dict[str, str], list[str]]:
    """Our own options, their values, and all the rest in its order."""
    flags: set[str] = set()
    values: dict[str, str] = {}
    rest: list[str] = []
    left = list(words)
    while left:
        word = left.pop(0)
        name, equals, value = word.partition("=")
        if word in _FLAGS:
            flags.add(word)
        elif name in _VALUES and equals:
            values[name] = value
        elif word in _VALUES:
            if not left:
                raise RequestError(f"{word} needs a value", hint="sixfold test --help")
            values[word] = left.pop(0)
        elif word.startswith("-n") and not word.startswith("--") and len(word) > 2:
            values["-n"] = word[2:]
        else:
            rest.append(word)
            if word in _SHORT and left:
                rest.append(left.pop(0))
    return flags, values, rest


def _render(report: TestReport, output: Output) -> None:
    if output.json:
        output.value(report.as_json())
        return
    output.line()
    output.table(
        ("suite", "", "passed", "failed", "skipped", "seconds", "workers"),
        [
            (
                suite.name,
                output.mark(suite.good),
                suite.passed,
                suite.failed,
                suite.skipped,
                f"{suite.seconds:.1f}",
                suite.workers or "-",
            )
            for suite in report.suites
        ],
    )
    for line in closing_lines(report):
        output.line(line)
