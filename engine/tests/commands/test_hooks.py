"""`sixfold hooks` in real repositories: real pushes, to a repository on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sixfold.commands.hooks import install, remove, status
from sixfold.config import Config
from sixfold.config.load import load
from sixfold.core.hook_script import HOOK, KEPT
from sixfold.errors import RequestError

# Stands in for the program that the hook starts. It says what it was told, and ends when it may.
PROGRAM = """#!/bin/sh
echo "$@ in $PWD with ${GIT_DIR:-no} GIT_DIR" >"$SAYS.half" && mv "$SAYS.half" "$SAYS"
while [ -e "$SAYS.wait" ]; do sleep 0.01; done
echo >"$SAYS.ended"
exit 1
"""


class Repository:
    """A checkout, a program that listens to its hook, and a place to push to."""

    def __init__(self, folder: Path) -> None:
        self.root, self.says = folder / "shop", folder / "says"
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "SAYS": str(self.says),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Ann",
            "GIT_AUTHOR_EMAIL": "ann@example.test",
            "GIT_COMMITTER_NAME": "Ann",
            "GIT_COMMITTER_EMAIL": "ann@example.test",
        }
        self.git("init", "--bare", str(folder / "origin.git"), cwd=folder)
        self.git("init", str(self.root), cwd=folder)
        self.git("remote", "add", "origin", str(folder / "origin.git"))
        (self.root / "sixfold.toml").write_text('[project]\nname = "shop"\n')
        self.program(self.root)
        self.git("add", "sixfold.toml")
        self.git("commit", "-m", "Begin")

    def git(self, *words: str, cwd: Path | None = None, code: int = 0) -> str:
        """Run git; it must end with `code`."""
        done = subprocess.run(
            ["git", *words],
            cwd=cwd or self.root,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=30,
        )
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr

    def program(self, root: Path) -> None:
        """Give a checkout the program that its hook starts."""
        file = root / ".venv" / "bin" / "sixfold"
        file.parent.mkdir(parents=True)
        file.write_text(PROGRAM)
        file.chmod(0o755)

    def hook(self, text: str, folder: Path | None = None, mode: int = 0o755) -> Path:
        """Write a pre-push hook, as somebody before us would."""
        file = (folder or self.root / ".git" / "hooks") / HOOK
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text).lstrip("\n"))
        file.chmod(mode)
        return file

    def push(self, *words: str, cwd: Path | None = None, code: int = 0) -> str:
        """Push what is checked out to a branch of a new name."""
        self.says.unlink(missing_ok=True)
        name = f"HEAD:refs/heads/b{time.monotonic_ns()}"
        return self.git("push", *words, "origin", name, cwd=cwd, code=code)

    def said(self) -> str:
        """What the program was told, once it was started."""
        return wait_for(lambda: self.says.read_text() if self.says.exists() else "")

    def config(self, root: Path | None = None) -> Config:
        home = {"HOME": "/", "SIXFOLD_HOME": os.environ["SIXFOLD_HOME"]}
        return load(root or self.root, environ=home)


def wait_for(look: Callable[[], str]) -> str:
    """What `look` answers once it answers something."""
    deadline = time.monotonic() + 20
    while not (found := look()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)
    return found


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def picture(folder: Path) -> dict[str, object]:
    """Every file of a folder: what it is, to the inode."""
    found: dict[str, object] = {}
    for path in folder.iterdir() if folder.exists() else ():
        seen = path.lstat()
        content = str(path.readlink()) if path.is_symlink() else path.read_bytes()
        found[path.name] = (content, seen.st_mode, seen.st_ino, seen.st_mtime_ns)
    return found


def test_a_push_is_followed_by_a_sweep(shop: Repository) -> None:
    assert install(shop.config()).state == "installed"

    shop.push()

    told = shop.said()
    assert told.startswith("hooks sweep --after ")
    assert told.endswith(f" in {shop.root} with no GIT_DIR\n")


def test_a_push_neither_waits_for_the_sweep_nor_fails_with_it(shop: Repository) -> None:
    install(shop.config())
    hold = shop.says.with_name("says.wait")
    hold.touch()

    shop.push()

    shop.said()
    assert not shop.says.with_name("says.ended").exists()
    hold.unlink()
    wait_for(lambda: str(shop.says.with_name("says.ended").exists() or ""))


def test_a_program_that_is_gone_harms_no_push(shop: Repository) -> None:
    install(shop.config())
    hook = shop.root / ".git" / "hooks" / HOOK
    hook.write_text(hook.read_text().replace(str(Path(sys.executable).parent), "/nowhere"))
    (shop.root / ".venv" / "bin" / "sixfold").unlink()

    shop.push()


def test_the_hook_that_was_there_decides(shop: Repository, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    before = shop.hook(f'#!/bin/sh\necho "$0 $@" >{seen}\ncat >>{seen}\nexit ${{CODE:-0}}\n')
    install(shop.config())

    shop.push()

    words, line = seen.read_text().splitlines()
    name, *arguments = words.split()
    assert Path(name).name == HOOK
    assert arguments == ["origin", str(tmp_path / "origin.git")]
    assert line.startswith("HEAD ")
    shop.said()
    shop.environment["CODE"] = "7"
    shop.push(code=1)
    done = subprocess.run([before, "a", "b"], env=shop.environment, stdin=subprocess.DEVNULL)
    assert done.returncode == 7
    assert not shop.says.exists(), "a push that was refused is followed by no sweep"


def test_a_hook_that_looks_at_its_own_name_finds_it(shop: Repository, tmp_path: Path) -> None:
    """As those of husky do: a line that sources a neighbour, which asks what it is called."""
    hook = shop.hook('#!/usr/bin/env sh\n. "$(dirname "$0")/shared"\n')
    hook.with_name("shared").write_text(f'echo "$(basename "$0")" >{tmp_path}/name\n')
    install(shop.config())

    shop.push()

    assert (tmp_path / "name").read_text() == f"{HOOK}\n"


def test_a_hook_of_another_language_is_run_as_it_is(shop: Repository, tmp_path: Path) -> None:
    shop.hook(
        f"#!{sys.executable}\nimport sys\nopen('{tmp_path}/seen', 'w').write(sys.stdin.read())\n"
    )
    install(shop.config())

    shop.push()

    assert (tmp_path / "seen").read_text().startswith("HEAD ")


def test_a_hook_that_git_ignored_stays_ignored(shop: Repository) -> None:
    shop.hook("#!/bin/sh\nexit 1\n", mode=0o644)
    install(shop.config())

    shop.push()


@pytest.mark.parametrize("path", [".githooks", "absolute"])
def test_the_folder_that_git_is_told_to_look_in_is_used(
    shop: Repository, tmp_path: Path, path: str
) -> None:
    folder = shop.root / path if path.startswith(".") else tmp_path / path
    shop.git("config", "core.hooksPath", path if path.startswith(".") else str(folder))

    assert Path(install(shop.config()).path) == folder / HOOK

    shop.push()
    shop.said()
    remove(shop.config())
    assert not folder.exists(), "a folder that was made for the hook goes with it"


def test_worktrees_share_the_hook_and_sweep_where_the_push_was(
    shop: Repository, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    shop.git("worktree", "add", "-b", "other", str(other))
    shop.program(other)

    install(shop.config(other))

    assert status(shop.config()).state == "installed"
    shop.push(cwd=other)
    assert f" in {other} " in shop.said()
    shop.push()
    assert f" in {shop.root} " in shop.said()


def test_a_project_below_the_root_of_its_repository_is_swept_there(shop: Repository) -> None:
    below = shop.root / "it's here"
    below.mkdir()
    (shop.root / "sixfold.toml").rename(below / "sixfold.toml")
    shop.program(below)

    install(shop.config(below))

    shop.push()
    assert f" in {below} " in shop.said()


@pytest.mark.parametrize("before", ["nothing", "script", "link"])
def test_removal_restores_exactly_what_was(shop: Repository, before: str) -> None:
    folder = shop.root / ".git" / "hooks"
    if before == "script":
        shop.hook("#!/bin/sh\n", mode=0o750)
    elif before == "link":
        (folder / HOOK).symlink_to("pre-push.sample")
    was = picture(folder)

    for _ in range(2):
        install(shop.config())
    report = remove(shop.config())

    assert report.state == "absent"
    assert picture(folder) == was
    assert remove(shop.config()).state == "absent"


def test_a_hook_that_replaced_ours_is_left_alone(shop: Repository) -> None:
    shop.hook("#!/bin/sh\n# first\n")
    install(shop.config())
    (shop.root / ".git" / "hooks" / HOOK).unlink()
    shop.hook("#!/bin/sh\n# second\n")
    was = picture(shop.root / ".git" / "hooks")

    assert status(shop.config()).state == "replaced"
    for act in (install, remove):
        with pytest.raises(RequestError, match=KEPT) as caught:
            act(shop.config())
        assert caught.value.hint
    assert picture(shop.root / ".git" / "hooks") == was


def test_outside_of_a_repository_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "sixfold.toml").write_text('[project]\nname = "shop"\n')

    with pytest.raises(RequestError, match="in no git repository"):
        install(load(tmp_path, environ={"HOME": "/"}))
