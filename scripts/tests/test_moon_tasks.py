"""moon's tasks hand every word to the verb as it was typed, each time anew. moon is real here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
MOON = REPOSITORY / ".setup/bin/moon"
TASKS = ("moon.yml", ".moon/workspace.yml", ".moon/tasks/suite.yml", "engine/moon.yml",
         "scripts/moon.yml", "apps/backend/moon.yml", "apps/frontend/moon.yml")  # fmt: skip
SUITES = ("engine", "scripts", "backend", "frontend")

# Stands where moonw stands: notes the words after the tools' own, one JSON list a line.
DOOR = """#!/bin/sh
while [ "${1#--}" != "$1" ]; do shift; done
"$PYTHON" -I -S -c 'import json, sys; print(json.dumps(sys.argv[1:]))' "$@" >> "$VERBS"
exit "${VERB_CODE-0}"
"""

pytestmark = pytest.mark.skipif(not MOON.exists(), reason="moon is not set up: ./moonw --setup")


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home for all: moon compiles a plugin of its own into it, which takes seconds."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def checkout(tmp_path: Path, home: Path) -> Path:
    folder = tmp_path / "a checkout, é"
    (tmp_path / "home").symlink_to(home)
    for name in TASKS:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, folder / name)
    (folder / "moonw").write_text(DOOR)
    (folder / "moonw").chmod(0o755)
    return folder


def moon(checkout: Path, *words: str, folder: str = ".", code: int = 0) -> tuple[int, list[str]]:
    """Run moon; returns its exit code and, for each verb that was run, its words as JSON."""
    verbs = checkout.parent / "verbs"
    verbs.unlink(missing_ok=True)
    # The moon that runs these tests tells its tasks where its own workspace is.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MOON")}
    environment = {
        **inherited,
        "HOME": str(checkout.parent / "home"),
        "PYTHON": sys.executable,
        "VERBS": str(verbs),
        "VERB_CODE": str(code),
    }
    # moonw does not tell moon of CI; a runner may have folders of its own for the others.
    for name in ("CI", "PROTO_HOME", "XDG_CACHE_HOME"):
        environment.pop(name, None)
    done = subprocess.run(
        [MOON, "run", *words], cwd=checkout / folder, env=environment, check=False,
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    return done.returncode, verbs.read_text().splitlines() if verbs.exists() else []


@pytest.mark.parametrize(
    "words",
    [
        ["--fast", "-k", "a or b", "tests/x y"],
        ["--", "-v", "--"],
        ["", " ", "-x", ""],
        [
            "$HOME",
            "*.py",
            "`true`",
            "a;b",
            "it's",
            '"',
            "\\",
            "~",
            "#",
            "$workspaceRoot",
            "@group(x)",
        ],
        ["--query", "--affected", ":test", "--help", "-q"],
    ],
)
def test_no_word_is_dropped_changed_or_moved(checkout: Path, words: list[str]) -> None:
    for target, verb in ((":test", ["test"]), ("backend:test", ["test", "--suite", "backend"])):
        code, verbs = moon(checkout, target, "--", *words)
        assert (code, [json.loads(line)[1:] for line in verbs]) == (0, [[*verb, *words]])


def test_the_whole_is_run_once_and_a_named_project_alone(checkout: Path) -> None:
    assert moon(checkout, ":test") == (0, ['["sixfold", "test"]'])
    for suite in SUITES:
        code, verbs = moon(checkout, f"{suite}:test")
        assert (code, verbs) == (0, [f'["sixfold", "test", "--suite", "{suite}"]'])
    code, verbs = moon(checkout, "~:test", folder="apps/frontend/")
    assert verbs == ['["sixfold", "test", "--suite", "frontend"]']


@pytest.mark.parametrize(("task", "flag"), [("test-smart", "--smart"), ("test-no-cov", "--fast")])
def test_each_project_has_its_modes_by_their_older_names(
    checkout: Path, task: str, flag: str
) -> None:
    code, verbs = moon(checkout, f"backend:{task}", "--", "-v")
    assert (code, verbs) == (0, [f'["sixfold", "test", "--suite", "backend", "{flag}", "-v"]'])


def test_a_part_of_the_projects_is_run_as_those_projects(checkout: Path) -> None:
    _, verbs = moon(checkout, ":test", "--query", "project=backend")
    assert verbs == ['["sixfold", "test", "--suite", "backend"]']


@pytest.mark.parametrize("target", [":test", ":dev", ":clean", "engine:test"])
def test_nothing_is_remembered_from_the_run_before(checkout: Path, target: str) -> None:
    assert moon(checkout, target) == moon(checkout, target)
    assert len(moon(checkout, target)[1]) == 1


@pytest.mark.parametrize("target", [":test", "root:test", "backend:test"])
def test_failure_is_failure(checkout: Path, target: str) -> None:
    assert moon(checkout, target, code=5)[0] != 0


def test_every_suite_of_the_configuration_has_its_task() -> None:
    import tomllib

    configured = tomllib.loads((REPOSITORY / "sixfold.toml").read_text())["suites"]
    assert set(configured) == set(SUITES)
