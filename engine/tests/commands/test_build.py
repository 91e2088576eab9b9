"""`sixfold build`: what is made is named by its content, and a failure by its words."""

from __future__ import annotations

import os
import tarfile
import zipfile
from pathlib import Path

import pytest
from sixfold.commands.building.hash import file_hash
from sixfold.commands.building.verb import BuildRequest, Built, build
from sixfold.config.load import load
from sixfold.errors import NotPassed, RequestError, ToolMissing

TOML = """\
[build.site]
command = ["{python}", "make.py"]
output = "out"
inputs = ["*.txt"]
variables = { BUILD_ID = "{inputs}" }

[build.image]
dockerfile = "Dockerfile"
image = "shop:local"
"""
MAKE = """\
import os, pathlib
pathlib.Path("out").mkdir()
pathlib.Path("out/id").write_text(os.environ["BUILD_ID"] + os.environ["SOURCE_DATE_EPOCH"])
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # No engine of this machine is to be found: an image must not depend on what runs here.
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/no.sock")
    monkeypatch.setenv("PATH", f"{tmp_path}/bin")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    (tmp_path / "sixfold.toml").write_text(TOML)
    (tmp_path / "make.py").write_text(MAKE)
    (tmp_path / "a.txt").write_text("a")
    return tmp_path


def run(repository: Path, *names: str) -> dict[str, Built]:
    report = build(load(repository, environ=os.environ), BuildRequest(names))
    return {built.name: built for built in report.built}


def test_equal_inputs_make_equal_content_and_a_change_another(repository: Path) -> None:
    first = run(repository)["site"]
    (repository / "out" / "left-over").write_text("of an earlier build")
    assert run(repository)["site"].hash == first.hash
    (repository / "a.txt").write_text("b")
    assert run(repository)["site"].hash != first.hash


def test_without_an_engine_an_image_is_skipped_by_name_and_refused_when_asked_for(
    repository: Path,
) -> None:
    assert "no container engine" in run(repository)["image"].skipped
    with pytest.raises(ToolMissing, match="no container engine"):
        run(repository, "image")


def test_a_build_that_fails_or_makes_nothing_is_told(repository: Path) -> None:
    (repository / "make.py").write_text("raise SystemExit('no such page')")
    with pytest.raises(NotPassed, match="no such page"):
        run(repository, "site")
    (repository / "make.py").write_text("")
    with pytest.raises(NotPassed, match="left nothing in out"):
        run(repository, "site")
    with pytest.raises(RequestError, match=r"'sight'.*site, image"):
        run(repository, "sight")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('[build.x]\noutput = "o"', "exactly one of them"),
        ('[build.x]\ncommand = ["a"]', "which folder"),
        ('[build.x]\ncommand = ["a"]\noutput = "../o"', "a folder of the repository"),
        ('[build.x]\ndockerfile = "D"', "what is the image called"),
    ],
)
def test_a_target_that_says_too_little_is_a_fault(repository: Path, text: str, rule: str) -> None:
    (repository / "sixfold.toml").write_text(text)

    with pytest.raises(RequestError, match=rule):
        load(repository, environ=os.environ)


def test_an_archive_is_its_members_whatever_their_order_and_time(tmp_path: Path) -> None:
    def zipped(name: str, members: dict[str, str], year: int) -> str:
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for member, text in members.items():
                archive.writestr(zipfile.ZipInfo(member, (year, 1, 1, 0, 0, 0)), text)
        return file_hash(tmp_path / name)

    one = zipped("a.whl", {"x": "1", "y": "2"}, 1990)
    assert zipped("b.whl", {"y": "2", "x": "1"}, 2020) == one
    assert zipped("c.whl", {"x": "1", "y": "3"}, 1990) != one

    (tmp_path / "x").write_text("1")
    for name, time in (("a.tar.gz", 1), ("b.tar.gz", 2)):
        os.utime(tmp_path / "x", (time, time))
        with tarfile.open(tmp_path / name, "w:gz") as archive:
            archive.add(tmp_path / "x", "x")
    assert file_hash(tmp_path / "a.tar.gz") == file_hash(tmp_path / "b.tar.gz")
