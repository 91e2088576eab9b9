"""What the recorder notes is what coverage.py's own tracer sees, however a process ends."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from sixfold import measuring
from sixfold.clients import coverage_py
from sixfold.core.measuring.arcs import arcs_of
from sixfold.core.measuring.notes import Recording, unite

# Every way in which a line may go on in two ways, each way taken or not as the arguments say.
SUBJECT = '''
"""A module."""
import asyncio
import contextlib

class Plain(Exception): ...
class Documented(Exception):
    """Said."""
def short(value): return value or 1
shorter = lambda value: value and 2

@contextlib.contextmanager
def held(flag):
    if flag:
        yield 1
    else:
        yield 2

def choose(value):
    if value is None:
        return "none"
    elif value == 1 and short(value):
        result = "one"
    elif (value == 2
            or value == 3):
        result = "two or three"
    else:
        result = [item for item in range(value)
                  if item % 2]
    if value == 7: return result
    if value == 8: result = "eight"
    return result

def loop(count):
    total = 0
    for number in range(count):
        if number == 2:
            continue
        if number == 4:
            break
        total += number
    else:
        total = -1
    while total > 3:
        total -= 1
    for _ in (
        1,
        2,
    ):
        total += 1
    for _ in []: total += 1
    return total

def attempt(what):
    try:
        with held(what == "fine") as one, held(False):
            if what == "wrong":
                raise Plain
    except Plain as fault:
        result = str(fault)
    except (ValueError, KeyError):
        result = "never"
    else:
        result = "fine"
    finally:
        result = "done"
        if what == "never":
            result = "never"
    with contextlib.suppress(Plain):
        if what != "fine":
            raise Plain
    if what == "last":
        result = "last"

def match(value):
    match value:
        case [first, second] if first:
            return first
        case {"key": inner}:
            found = inner
        case int() | str():
            found = "plain"
        case _:
            found = None
    return found

async def numbers(count):
    for number in range(count):
        await asyncio.sleep(0)
        yield number

async def gather(count):
    seen = []
    async for number in numbers(count):
        if number == 1:
            seen.append(number)
    async with asyncio.Lock():
        seen += [n async for n in numbers(count) if n]
    return seen

def generate(flag):
    got = yield 1
    if got:
        yield from range(2)
    assert flag, (
        "must hold")

def never():
    if True:
        return 1
    return 2

def main(words):
    if "choose" in words:
        [choose(value) for value in (None, 1, 2, 5, 7)]
    if "loop" in words:
        loop(3)
        loop(6)
    if "attempt" in words:
        attempt("fine")
        attempt("wrong")
    if "match" in words:
        [match(value) for value in ([1, 2], [0, 2], {"key": 1}, "x")]
    if "await" in words:
        asyncio.run(gather(3))
    if "generate" in words:
        steps = generate(True)
        next(steps)
        steps.send("go")
        list(steps)
    shorter(0)
'''
PARTS = ("choose", "loop", "attempt", "match", "await", "generate")


class Recorded:
    """A module that runs in processes of its own, with the recorder beside it."""

    def __init__(self, folder: Path) -> None:
        self.module = folder / "subject.py"
        self.notes = folder / "notes"
        self.notes.mkdir()
        shutil.copyfile(measuring.__file__, self.notes / "sitecustomize.py")
        (self.notes / "sources").write_text(str(self.module))

    def write(self, text: str) -> None:
        self.module.write_text(textwrap.dedent(text).lstrip("\n"))

    def start(self, code: str, **extra: str) -> subprocess.Popen[str]:
        path = os.pathsep.join((str(self.notes), str(self.module.parent)))
        return subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(code)],
            env={**os.environ, "PYTHONPATH": path, **extra},
            stdout=subprocess.PIPE,
            text=True,
            cwd=self.module.parent,
        )

    def run(self, code: str, **extra: str) -> str:
        process = self.start(code, **extra)
        out, _ = process.communicate(timeout=60)
        return out

    def recording(self) -> Recording:
        pages = {
            file.name: file.read_bytes()
            for file in self.notes.iterdir()
            if ".names." in file.name or ".hits." in file.name
        }
        return unite(pages)

    def lines(self) -> set[int]:
        ran = self.recording().get(str(self.module), {})
        return {line for hits in ran.values() for line in hits.lines}

    def report(self) -> dict[str, object]:
        """coverage.py's report of the module, made of what the recorder noted."""
        path = str(self.module)
        arcs = arcs_of(self.module.read_bytes(), path, self.recording()[path], {})
        assert arcs.unplaced == 0
        told = coverage_py.report({path: arcs.arcs}, [path], root=self.module.parent, settings=None)
        return _judged(told)

    def reference(self, code: str) -> dict[str, object]:
        """coverage.py's own report of the module, traced by itself."""
        script = self.module.with_name("script.py")
        script.write_text(textwrap.dedent(code))
        settings = self.module.with_name("settings")
        settings.write_text(
            "[run]\nbranch = True\ndata_file = traced\ncore = ctrace\nrelative_files = True\n"
        )
        for words in (
            ["run", "--rcfile=settings", "--include=subject.py", "script.py"],
            ["json", "--rcfile=settings", "-o", "traced.json"],
        ):
            subprocess.run(
                [sys.executable, "-m", "coverage", *words],
                cwd=self.module.parent,
                check=True,
                capture_output=True,
            )
        return _judged(json.loads(self.module.with_name("traced.json").read_text()))


def _judged(report: dict[str, dict[str, dict[str, list[object]]]]) -> dict[str, object]:
    file = report["files"]["subject.py"]
    return {
        key: sorted(map(str, file[key]))
        for key in (
            *("executed_lines", "missing_lines", "excluded_lines"),
            *("executed_branches", "missing_branches"),
        )
    }


@pytest.fixture
def recorded(tmp_path: Path) -> Recorded:
    made = Recorded(tmp_path)
    made.write(SUBJECT)
    return made


@pytest.mark.parametrize("parts", [PARTS, (), PARTS[1::2]], ids="/".join)
def test_it_counts_lines_and_branches_as_coverage_itself_does(
    recorded: Recorded, parts: tuple[str, ...]
) -> None:
    code = f"import subject\nsubject.main({parts!r})\n"
    recorded.run(code)

    assert recorded.report() == recorded.reference(code)


def test_processes_united_are_one_process_that_did_it_all(recorded: Recorded) -> None:
    for part in PARTS:
        recorded.run(f"import subject\nsubject.main([{part!r}])")

    together = f"import subject\nfor part in {PARTS!r}: subject.main([part])"
    assert recorded.report() == recorded.reference(together)


TELLS = """
    def before():
        return 1

    def after():
        return 2
"""


@pytest.mark.parametrize(
    "end",
    [
        "os._exit(0)",
        "os.kill(os.getpid(), signal.SIGKILL)",
        "os.execv('/bin/true', ['true'])",
        "raise SystemExit",
        "sys.settrace(None); sys.setprofile(None)",
    ],
)
def test_what_ran_is_known_however_the_process_ends(recorded: Recorded, end: str) -> None:
    recorded.write(TELLS)

    recorded.run(f"import os, signal, sys, subject\nsubject.before()\n{end}")

    assert recorded.lines() == {1, 2, 4}


def test_a_forked_process_notes_what_it_runs_and_its_parent_is_not_disturbed(
    recorded: Recorded,
) -> None:
    recorded.write(TELLS)

    recorded.run(
        """
        import os, subject
        child = os.fork()
        if not child:
            subject.before()
            os._exit(0)
        os.waitpid(child, 0)
        subject.after()
        """
    )

    assert recorded.lines() == {1, 2, 4, 5}


def test_processes_that_the_process_starts_are_measured(recorded: Recorded) -> None:
    recorded.write(TELLS)

    recorded.run(
        """
        import subprocess, sys
        subprocess.run([sys.executable, "-c", "import subject; subject.after()"], check=True)
        """
    )

    assert recorded.lines() == {1, 4, 5}


def test_threads_note_what_they_run_all_at_once(recorded: Recorded) -> None:
    functions = "\n".join(f"def f{n}():\n    return {n}" for n in range(2000))
    recorded.module.write_text(functions + "\n")

    recorded.run(
        """
        import sys, threading, subject
        sys.setswitchinterval(1e-6)
        def work(first):
            for number in range(first, 2000, 4):
                getattr(subject, f"f{number}")()
        threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        """
    )

    assert recorded.lines() == set(range(1, 4001))


def test_another_tool_of_the_interpreter_takes_nothing_away(recorded: Recorded) -> None:
    """A selection that restarts all events, and coverage.py itself by its own core."""
    recorded.write(TELLS)

    recorded.run(
        """
        import sys, coverage
        other = coverage.Coverage(data_file=None)
        other.start()
        import subject
        for _ in range(3):
            subject.before()
            sys.monitoring.restart_events()
        other.stop()
        subject.after()
        """,
        COVERAGE_CORE="sysmon",
    )

    assert recorded.lines() == {1, 2, 4, 5}


def test_another_sitecustomize_is_still_imported(recorded: Recorded, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("print('the other one')\n")

    out = recorded.run("import sys, sitecustomize; print(sitecustomize.__file__, sys.path[1])")

    assert out.splitlines() == [
        "the other one",
        f"{tmp_path / 'sitecustomize.py'} {tmp_path}",
    ]


def test_a_process_that_outlives_its_run_is_left_alone(recorded: Recorded) -> None:
    recorded.write(TELLS)
    process = recorded.start(
        """
        import os, sys, time
        print("ready", flush=True)
        while os.path.exists(os.environ["NOTES"]):
            time.sleep(0.01)
        import subject
        print(subject.before())
        """,
        NOTES=str(recorded.notes),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"

    shutil.rmtree(recorded.notes)
    out, _ = process.communicate(timeout=60)

    assert (process.returncode, out) == (0, "1\n")
