"""`sixfold test` on the command line: our few options are taken out, every other word goes on."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Final

from sixfold.commands.context import load_config
from sixfold.commands.report import TestReport, closing_lines
from sixfold.commands.test import TestRequest
from sixfold.commands.test import test as run
from sixfold.errors import RequestError
from sixfold.output import Output

USAGE: Final = """Usage: sixfold test [OPTIONS] [PATH...] [any option of the suite's own runner]

  Run the tests, isolated from every other worktree, and answer with one summary.

Options:
  --fast          Stop at the first failure; no coverage.
  --suite NAME    Only this suite of sixfold.toml.
  -n N|auto       How many worker processes; chosen from cores and memory otherwise.
  --wait          Wait for the run that holds this namespace instead of giving up.
  --runtime NAME  Where services run: auto, embedded, docker, podman, external.
  --json          Answer as one JSON value; the tests' own output goes to stderr.
  -h, --help      Show this message.

Everything else is handed on in its order: paths to the suites that hold them, options to the
runners of those suites.
"""


def run_tests(words: list[str]) -> int:
    """Parse, run, render; returns the exit code. Raises RequestError for a word it cannot place."""
    if words[:1] in (["-h"], ["--help"]):
        print(USAGE, end="")
        return 0
    flags, values, rest = _take(words)
    output = Output(json="--json" in flags)
    runtime = {"runtime.use": values["--runtime"]} if "--runtime" in values else {}
    config = load_config(flags=runtime)
    output.fallback(config.namespace.slug, config.namespace.source)
    report = run(
        config,
        TestRequest(
            words=tuple(rest),
            fast="--fast" in flags,
            suite=values.get("--suite"),
            workers=values.get("-n"),
            wait="--wait" in flags,
        ),
        folder=Path.cwd(),
        say=output.line,
        progress=sys.stderr.fileno() if "--json" in flags else None,
    )
    _render(report, output)
    return 0 if report.good else 1


def _take(words: list[str]) -> tuple[set[str], dict[str, str], list[str]]:
    """Our own options, their values, and all the rest in its order."""
    flags: set[str] = set()
    values: dict[str, str] = {}
    rest: list[str] = []
    left = list(words)
    while left:
        word = left.pop(0)
        name, equals, value = word.partition("=")
        if word in ("--fast", "--wait", "--json"):
            flags.add(word)
        elif name in ("--suite", "--runtime") and equals:
            values[name] = value
        elif word in ("--suite", "--runtime", "-n"):
            if not left:
                raise RequestError(f"{word} needs a value", hint="sixfold test --help")
            values[word] = left.pop(0)
        elif word.startswith("-n") and not word.startswith("--") and len(word) > 2:
            values["-n"] = word[2:]
        else:
            rest.append(word)
            if word in ("-k", "-m", "-p", "-o", "-c", "-W", "-r") and left:
                rest.append(left.pop(0))
    return flags, values, rest


def _render(report: TestReport, output: Output) -> None:
    if output.json:
        output.value(
            {
                "good": report.good,
                "namespace": report.namespace,
                "seconds": round(report.seconds, 3),
                "left_out": report.left_out,
                "suites": [
                    asdict(suite) | {"good": suite.good, "skipped": suite.skipped}
                    for suite in report.suites
                ],
            }
        )
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
