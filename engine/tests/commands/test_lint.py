"""`sixfold lint` in a repository with tools of its own making."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sixfold.commands.linting.verb import LintReport, LintRequest, lint
from sixfold.config.load import load
from sixfold.core.lint.model import Ending
from sixfold.errors import RequestError

type Look = Callable[..., LintReport]

# Finds every line with a word in it; writes down that it was asked.
CHECKER = """\
import pathlib, sys
with open("asked", "a") as log:
    log.write("x")
word, *files = sys.argv[1:]
bad = 0
for file in files:
    for number, line in enumerate(pathlib.Path(file).read_text().splitlines(), 1):
        if word in line:
            bad = 1
            print(f"{file}:{number}: has {word} [no-{word}]")
sys.exit(bad)
"""
FIXER = """\
import pathlib, sys
for file in sys.argv[2:]:
    path = pathlib.Path(file)
    path.write_text(path.read_text().replace(sys.argv[1], ""))
"""
TOML = """\
[lint.wax]
command = ["{python}", "checker.py", "wax", "{files}"]
fix = ["{python}", "fixer.py", "wax", "{files}"]
files = ["**/*.txt"]
inputs = ["checker.py"]
"""


@pytest.fixture
def repository(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    # What one test has been told as clean is not to be remembered by another.
    monkeypatch.setenv("SIXFOLD_HOME", str(tmp_path_factory.mktemp("home")))
    (tmp_path / "sixfold.toml").write_text(TOML)
    (tmp_path / "checker.py").write_text(CHECKER)
    (tmp_path / "fixer.py").write_text(FIXER)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text("clean\n")
    return tmp_path


@pytest.fixture
def look(repository: Path) -> Look:
    def run(*paths: str, folder: Path = repository, fix: bool = False) -> LintReport:
        config = load(repository, environ=os.environ)
        return lint(config, LintRequest(paths, fix=fix), folder=folder, say=lambda _: None)

    return run


def asked(repository: Path) -> int:
    return len((repository / "asked").read_text())


def test_each_finding_has_its_place(repository: Path, look: Look) -> None:
    (repository / "docs" / "b.txt").write_text("fine\nwax on\nwax off\n")

    report = look()

    assert not report.good
    assert [str(found) for found in report.findings] == [
        "docs/b.txt:2 no-wax has wax",
        "docs/b.txt:3 no-wax has wax",
    ]


def test_a_clean_answer_is_remembered_until_something_that_it_depends_on_changes(
    repository: Path, look: Look
) -> None:
    assert look().tools[0].ending is Ending.CLEAN
    assert look().tools[0].ending is Ending.REMEMBERED
    assert asked(repository) == 1

    for change in ("docs/a.txt", "checker.py", "sixfold.toml"):
        path = repository / change
        path.write_text(path.read_text().replace("wax", "tar") + "#\n")
        assert look().tools[0].ending is Ending.CLEAN, change
    (repository / "docs" / "new.txt").write_text("new\n")
    assert look().tools[0].ending is Ending.CLEAN


def test_an_answer_about_files_that_changed_meanwhile_is_not_remembered(
    repository: Path, look: Look
) -> None:
    script = "import pathlib; pathlib.Path('docs/a.txt').write_text('wax')"
    tool = f"""[lint.slow]\ncommand = ["{{python}}", "-c", "{script}"]\nfiles = ["docs/**"]\n"""
    (repository / "sixfold.toml").write_text(tool)

    assert look().tools[0].ending is Ending.CLEAN
    (repository / "docs" / "a.txt").write_text("clean\n")
    assert look().tools[0].ending is Ending.CLEAN


def test_what_steers_a_tool_is_part_of_the_question(
    look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    look()
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    assert look().tools[0].ending is Ending.CLEAN
    monkeypatch.setenv("UNRELATED", "x")
    assert look().tools[0].ending is Ending.REMEMBERED


def test_a_clean_answer_counts_in_another_checkout_with_the_same_content(
    repository: Path, look: Look, tmp_path_factory: pytest.TempPathFactory
) -> None:
    look()
    copy = tmp_path_factory.mktemp("copy") / "repository"
    shutil.copytree(repository, copy)

    config = load(copy, environ=os.environ)
    report = lint(config, LintRequest(), folder=copy, say=lambda _: None)

    assert report.tools[0].ending is Ending.REMEMBERED


def test_a_finding_is_never_remembered(repository: Path, look: Look) -> None:
    (repository / "docs" / "a.txt").write_text("wax\n")

    assert [look().tools[0].ending for _ in range(2)] == [Ending.FOUND, Ending.FOUND]
    assert asked(repository) == 2


def test_fix_repairs_and_looks_again(repository: Path, look: Look) -> None:
    (repository / "docs" / "a.txt").write_text("no wax here\n")

    report = look(fix=True)

    assert report.good
    assert report.fixed == ("docs/a.txt",)
    assert look().good


def test_only_the_paths_that_were_asked_for_are_looked_at(repository: Path, look: Look) -> None:
    (repository / "other.txt").write_text("wax\n")

    assert look("docs").good
    assert look("a.txt", folder=repository / "docs").good
    assert not look("other.txt").good
    with pytest.raises(RequestError, match="nowhere"):
        look("nowhere")


def test_a_tool_that_knows_only_the_whole_is_heard_about_the_paths_alone(
    repository: Path, look: Look
) -> None:
    (repository / "other.txt").write_text("wax\n")
    whole = TOML.replace('"{files}"]\nfix', '"docs/a.txt", "other.txt"]\nfix')
    (repository / "sixfold.toml").write_text(
        whole.replace('"wax", "{files}"]\nfiles', '"x"]\nfiles')
    )

    assert look("docs").tools[0].ending is Ending.ELSEWHERE
    assert look("docs").good
    assert not look("other.txt").good
    assert not look().good


@pytest.mark.parametrize(
    ("command", "ending", "told"),
    [
        ('["no-such-tool", "{files}"]', Ending.MISSING, "no-such-tool"),
        ('["{python}", "-c", "import nothing_like_this"]', Ending.CRASHED, "no finding"),
        ('["{python}", "-c", "raise SystemExit(77)"]', Ending.CRASHED, "77"),
    ],
)
def test_a_tool_without_an_answer_is_a_fault_of_its_own(
    repository: Path, look: Look, command: str, ending: Ending, told: str
) -> None:
    more = f'[lint.odd]\ncommand = {command}\nfiles = ["**"]\n'
    (repository / "sixfold.toml").write_text(TOML + more)

    wax, odd = look().tools

    assert wax.good
    assert odd.ending is ending
    assert told in odd.fault


def test_a_tool_is_found_beside_the_interpreter(
    repository: Path, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    name = Path(sys.executable).name
    more = f'[lint.bare]\ncommand = ["{name}", "-c", ""]\nfiles = ["**"]\n'
    (repository / "sixfold.toml").write_text(more)

    assert look().good


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ('read = "xml"', "'xml'"),
        ('pattern = "("', "no regular expression"),
        ('pattern = "(?P<file>.)"', "group 'file'"),
        ('codes = ["1"]', "whole numbers"),
        ('fils = ["*"]', "did you mean 'files'"),
    ],
)
def test_what_is_wrong_in_the_configuration_is_told_with_its_line(
    repository: Path, line: str, rule: str
) -> None:
    (repository / "sixfold.toml").write_text(f"{TOML}{line}\n")

    with pytest.raises(RequestError, match=rule) as caught:
        load(repository, environ=os.environ)
    assert "sixfold.toml:6: " in str(caught.value)
