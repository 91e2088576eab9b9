"""The environment variables of this repository, and what `sixfold env add` makes of its files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from sixfold.commands.variables.verb import add, check
from sixfold.config import Config
from sixfold.config.load import load
from sixfold.core.keys.new import NewKey

ROOT = Path(__file__).parents[2]
DOOR = ROOT / "scripts" / "check_env_keys.py"
DOCKERFILE = "FROM scratch\nRUN npm run build\n"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """This repository's files that speak of variables, and all of its folders."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    for name in (*check(load(ROOT)).files, "sixfold.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def configured(root: Path) -> Config:
    return load(root, environ={"HOME": str(root)})


def test_every_file_of_this_repository_agrees() -> None:
    done = subprocess.run(
        [sys.executable, DOOR, "--json"], cwd=ROOT, capture_output=True, text=True
    )

    assert json.loads(done.stdout)["gaps"] == []
    assert done.returncode == 0


def test_the_door_ends_with_1_on_a_gap(copy: Path) -> None:
    example = copy / ".env.example"
    example.write_text(example.read_text().replace("BASE_CURRENCY=SGD\n", "NOBODY_READS_IT=1\n"))

    done = subprocess.run([sys.executable, DOOR], cwd=copy, capture_output=True, text=True)

    assert done.returncode == 1
    assert "setting-undocumented BASE_CURRENCY" in done.stdout
    assert "documented-unread NOBODY_READS_IT" in done.stdout


def test_a_setting_and_a_secret_that_are_added_are_read_by_the_application(copy: Path) -> None:
    add(configured(copy), NewKey("POOL_SIZE", "backend", "int", "5", "How many connections."))
    add(configured(copy), NewKey("MAIL_TOKEN", "secret", note="Of the mail gateway."))

    assert check(configured(copy)).gaps == ()
    for name in ("__init__.py", "database.py", "money.py"):
        shutil.copy(ROOT / "apps/backend/src" / name, copy / "apps/backend/src" / name)
    told = "from src.config import load; s = load(); print(s.pool_size, s.mail_token)"
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", told],
        cwd=copy / "apps/backend",
        env={**kept, "POOL_SIZE": "7"},
        capture_output=True,
        text=True,
    )
    assert done.stdout == "7 **********\n", done.stderr


def test_a_baked_variable_that_is_added_is_in_every_file(copy: Path) -> None:
    config = configured(copy)
    dockerfile = copy / config.env.dockerfile
    if not dockerfile.exists():
        dockerfile.write_text(DOCKERFILE)
    compose = copy / "docker-compose.yml"
    if config.env.baked not in yaml.safe_load(compose.read_text())["services"]:
        build = f"      context: .\n      dockerfile: {config.env.dockerfile}\n"
        service = f"  frontend:\n    build:\n{build}"
        compose.write_text(compose.read_text().replace("\nvolumes:\n", f"\n{service}\nvolumes:\n"))

    add(configured(copy), NewKey("NEXT_PUBLIC_TITLE", "frontend", default="Finance Report"))

    assert check(configured(copy)).gaps == ()
    assert 'ARG NEXT_PUBLIC_TITLE="Finance Report"' in dockerfile.read_text()
    assert "process.env.NEXT_PUBLIC_TITLE" in (copy / config.env.module).read_text()
