"""Small repositories that the live tests run sixfold in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from sixfold.commands.clean import Cleaning, Item
from sixfold.commands.context import load_config
from sixfold.config import Config

COMPOSE = """
services:
  store:
    image: postgres:18
    environment:
      POSTGRES_USER: shop
      POSTGRES_PASSWORD: shop-password
  kv:
    image: valkey/valkey:9
  files:
    image: rclone/rclone:1.75
    command: ["serve", "s3", "/data"]
    environment:
      RCLONE_AUTH_KEY: shop-access-key,shop-secret-key
"""

CONFIGURATION = """
[project]
name = "{project}"
compose = ["compose.yaml"]

[runtime]
use = "embedded"
linger = "{linger}"

[database]
name = "{project}"
migrate = ["{{python}}", "migrate.py"]
inputs = ["migrate.py", "schema.sql"]
statement_timeout = "20s"
lock_timeout = "10s"

[storage]
bucket = "{project}"

[variables]
DATABASE_URL = "{{postgres.url}}"
REDIS_URL = "{{redis.url}}"
S3_ENDPOINT = "{{s3.url}}"
S3_BUCKET = "{{bucket}}"

[suites.app]
kind = "pytest"
directory = "."
paths = ["tests"]
services = {services}
variables = {{ PYTEST_DISABLE_PLUGIN_AUTOLOAD = "1" }}
"""

MIGRATE = """
import os, pathlib, psycopg

with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    connection.execute(pathlib.Path(__file__).with_name("schema.sql").read_text())
"""

SCHEMA = "create table item (id serial primary key, name text not null unique);\n"


@dataclass
class Project:
    """A repository of its own with a home of its own for sixfold.

    Its tests run in one process, unless a command says how many or `spread` is set: few tests are
    about workers, and starting those takes longer than all else in most.
    """

    root: Path
    home: Path
    extra: dict[str, str] = field(default_factory=dict)
    spread: bool = False

    def environment(self) -> dict[str, str]:
        """What a command in this project sees: nothing of the run that tests it."""
        hidden = ("SIXFOLD_", "PYTEST_", "BRANCH_NAME", "WORKSPACE_ID", "CI", "TEST_NAMESPACE")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
        return {**kept, "SIXFOLD_HOME": str(self.home), **self.extra}

    def write(self, name: str, text: str) -> Path:
        """Write one file, dedented."""
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text).lstrip("\n"))
        return file

    def start(self, *words: str, **extra: str) -> subprocess.Popen[str]:
        """Start `sixfold WORDS` and return at once."""
        return subprocess.Popen(
            [sys.executable, "-m", "sixfold", *self._words(words)],
            cwd=self.root,
            env={**self.environment(), **extra},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *words: str, **extra: str) -> subprocess.CompletedProcess[str]:
        """Run `sixfold WORDS` to its end; stdout and stderr are both in `stdout`."""
        return subprocess.run(
            [sys.executable, "-m", "sixfold", *self._words(words)],
            cwd=self.root,
            env={**self.environment(), **extra},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=180,
            check=False,
        )

    def json(self, *words: str, **extra: str) -> object:
        """Run `sixfold WORDS --json` and return the value it answers."""
        done = subprocess.run(
            [sys.executable, "-m", "sixfold", *self._words(words), "--json"],
            cwd=self.root,
            env={**self.environment(), **extra},
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        assert done.stdout, done.stderr
        return json.loads(done.stdout)

    @contextmanager
    def entered(self, **extra: str) -> Iterator[Config]:
        """See the project as a command in it would, from within this process.

        For looking around before and after what a test is about: that takes a fraction of the time
        that a command does.
        """
        with patch.dict(os.environ, {**self.environment(), **extra}, clear=True):
            yield load_config(self.root)

    def listed(self) -> list[Item]:
        """What `sixfold clean --dry-run` lists."""
        with self.entered() as config, Cleaning(config) as cleaning:
            return cleaning.items

    def _words(self, words: tuple[str, ...]) -> list[str]:
        said = self.spread or words[0] != "test" or "-n" in words
        return [*words] if said else [*words, "-n", "0"]


def make(
    root: Path,
    home: Path,
    *,
    project: str = "shop",
    services: tuple[str, ...] = ("postgres",),
    linger: str = "1m",
) -> Project:
    """A repository with a compose file, a migration and an empty folder of tests."""
    made = Project(root, home)
    made.write("compose.yaml", COMPOSE)
    made.write(
        "sixfold.toml",
        CONFIGURATION.format(project=project, linger=linger, services=json.dumps(services)),
    )
    made.write("migrate.py", MIGRATE)
    made.write("schema.sql", SCHEMA)
    made.write("tests/__init__.py", "")
    made.write("pytest.ini", "[pytest]\naddopts = -p no:cacheprovider\n")
    return made
