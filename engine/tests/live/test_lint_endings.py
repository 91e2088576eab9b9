"""Lint and pipeline that are interrupted end what they started, and remember nothing of it."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest
from sixfold import shell
from sixfold.core.lease import Owner

from tests.live.projects import Project
from tests.live.test_runs import eventually

# Says who it is, then never ends by itself.
WAITS = """
    import os, pathlib, sys, time
    half = pathlib.Path(f"half-{sys.argv[1]}")
    half.write_text(str(os.getpid()))
    half.rename(f"pid-{sys.argv[1]}")
    while True:
        time.sleep(600)
"""
CONFIGURATION = """
    [lint.one]
    command = ["{python}", "waits.py", "one"]
    files = ["waits.py"]

    [ci.jobs.first]
    steps = ["python waits.py one"]

    [ci.jobs.second]
    needs = ["first"]
    steps = ["python waits.py two"]
"""


@pytest.fixture
def waiting(tmp_path: Path) -> Project:
    """A repository whose only tool and first job never end; its home is not shared."""
    project = Project(tmp_path / "shop", tmp_path / "home")
    project.write("sixfold.toml", CONFIGURATION)
    project.write("waits.py", WAITS)
    return project


def waiting_process(project: Project) -> Owner:
    file = project.root / "pid-one"
    eventually(lambda: file.exists() or None, limit=60)
    owner = shell.identify(int(file.read_text()))
    assert owner is not None
    return owner


@pytest.mark.parametrize("verb", [["lint"], ["ci"], ["ci", "--parallel"]], ids=" ".join)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_verb_ends_what_it_started(
    waiting: Project, verb: list[str], number: signal.Signals
) -> None:
    run = waiting.start(*verb)
    process = waiting_process(waiting)

    run.send_signal(number)
    said = run.communicate(timeout=60)[0]

    assert run.returncode == 130, said
    assert "error: interrupted" in said
    assert not shell.alive(process)
    assert list(waiting.home.glob("cache/lint/*")) == []
    if verb[0] == "ci":
        receipt = json.loads((waiting.root / "reports" / "receipt.json").read_text())
        assert [job["outcome"] for job in receipt["jobs"]] == ["cancelled", "cancelled"]
        assert not receipt["good"]


def test_what_a_killed_lint_started_dies_with_it(waiting: Project) -> None:
    run = waiting.start("lint")
    process = waiting_process(waiting)

    run.kill()
    run.communicate(timeout=60)

    assert shell.wait_for_end(process, timeout=10)
