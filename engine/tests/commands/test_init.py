"""`sixfold init` writes a sixfold.toml that fits what it finds, and never breaks one."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sixfold.commands.adopting import verb as module
from sixfold.commands.adopting.verb import init, write_atomically
from sixfold.config import Config
from sixfold.config.load import load
from sixfold.core.service import Role
from sixfold.errors import RequestError

FIXTURES = Path(__file__).parents[1] / "fixtures"
POSTGRES = "services:\n  store: {image: postgres:18}\n"

type Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes one file of a repository and returns the repository's root."""
    root = tmp_path / "shop"
    (root / ".git").mkdir(parents=True)

    def put(name: str, text: str) -> Path:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return root

    return put


def fixture(name: str, tmp_path: Path) -> Path:
    return Path(shutil.copytree(FIXTURES / name, tmp_path / name))


def written(root: Path) -> dict[str, Any]:
    init(root)
    return tomllib.loads((root / "sixfold.toml").read_text())


def configured(root: Path) -> Config:
    init(root)
    return load(root, environ={"HOME": "/home/ann"})


def test_a_django_project_is_understood(tmp_path: Path) -> None:
    config = configured(fixture("django_shop", tmp_path))

    assert config.service(Role.POSTGRES).name == "store"
    assert config.service(Role.REDIS).name == "kv"
    assert config.migrate is not None
    assert config.migrate.command == ("{python}", "manage.py", "migrate", "--noinput")
    assert "*/migrations/*.py" in config.migrate.inputs
    assert "shop/settings.py" in config.migrate.inputs
    assert dict(config.variables) == {
        "DB_HOST": "{postgres.host}",
        "DB_PORT": "{postgres.port}",
        "DB_NAME": "{database}",
        "DB_USER": "{postgres.user}",
        "DB_PASSWORD": "{postgres.password}",
        "REDIS_URL": "{redis.url}",
    }
    (suite,) = config.suites
    assert (suite.kind, suite.paths) == ("pytest", ("tests",))
    assert suite.services == (Role.POSTGRES, Role.REDIS)
    assert suite.eager


def test_an_alembic_project_is_understood(tmp_path: Path) -> None:
    config = configured(fixture("alembic_notes", tmp_path))

    assert config.project == "notes"
    assert config.profiles == ("services",)
    assert config.service(Role.POSTGRES).name == "store"
    assert config.migrate is not None
    assert config.migrate.directory == "database"
    assert config.migrate.command[-3:] == ("alembic", "upgrade", "head")
    assert list(config.root.glob(config.migrate.inputs[0]))
    assert config.variables["DATABASE_URL"].startswith("postgresql+psycopg://{postgres.user}:")


def test_settings_of_alembic_may_lie_in_pyproject(write: Write) -> None:
    write("compose.yaml", POSTGRES)
    write("migrations/env.py", "")
    root = write("pyproject.toml", '[tool.alembic]\nscript_location = "%(here)s/migrations"\n')

    found = written(root)["database"]

    assert found["inputs"] == ["migrations/**/*.py", "pyproject.toml"]
    assert "directory" not in found


@pytest.mark.parametrize(
    ("name", "text", "paths"),
    [
        ("pytest.ini", "[pytest]\ntestpaths = checks more\n", ["checks", "more"]),
        ("tox.ini", "[pytest]\ntestpaths = checks\n", ["checks"]),
        ("setup.cfg", "[tool:pytest]\ntestpaths =\n  checks\n", ["checks"]),
        ("pyproject.toml", '[tool.pytest.ini_options]\ntestpaths = ["checks"]\n', ["checks"]),
        ("pyproject.toml", '[tool.pytest.ini_options]\ntestpaths = "checks"\n', ["checks"]),
        ("pyproject.toml", "[tool.pytest.ini_options]\n", ["tests"]),
        ("README", "", ["tests"]),
    ],
)
def test_tests_are_found_where_their_runner_looks(
    write: Write, name: str, text: str, paths: list[str]
) -> None:
    write("compose.yaml", POSTGRES)
    write("tests/test_shop.py", "")
    root = write(name, text)

    (suite,) = written(root)["suites"].values()

    assert suite["paths"] == paths


def test_each_part_of_a_monorepo_gets_its_suite(write: Write) -> None:
    write("compose.yaml", POSTGRES)
    write("apps/api/pyproject.toml", "[tool.pytest.ini_options]\n")
    write("apps/api/tests/test_a.py", "")
    write("apps/jobs/tests/test_b.py", "")
    write("apps/web/package.json", '{"devDependencies": {"vitest": "4"}}')
    root = write("node_modules/x/tests/test_not_ours.py", "")

    suites = written(root)["suites"]

    assert {name: suite["kind"] for name, suite in suites.items()} == {
        "api": "pytest",
        "jobs": "pytest",
        "web": "vitest",
    }
    assert suites["jobs"]["directory"] == "apps/jobs"


def test_what_is_tested_and_tests_in_a_browser_are_proposed(write: Write) -> None:
    write("compose.yaml", POSTGRES)
    write("shop/__init__.py", "")
    write("tests/__init__.py", "")
    write("tests/test_rules.py", "")
    write("tests/journeys/test_buy.py", "from playwright.sync_api import Page\n")
    write("tests/journeys/old/test_sell.py", "from playwright.sync_api import Page\n")
    root = write("web/package.json", '{"devDependencies": {"vitest": "4"}}')
    write("web/src/main.ts", "")

    suites = written(root)["suites"]

    assert suites["tests"]["e2e"] == ["tests/journeys"]
    text = (root / "sixfold.toml").read_text()
    # Measuring needs a package that may not be there: it is for the reader to switch on.
    assert "source" not in suites["tests"]
    assert '# source = ["shop"]' in text
    assert '# source = ["src"]' in text


def test_variables_are_found_in_examples_and_in_the_applications_own_service(
    write: Write,
) -> None:
    write(
        "compose.yaml",
        "services:\n"
        "  store: {image: 'postgres:${POSTGRES_VERSION:-18}'}\n"
        "  app: {build: ., environment: {DATABASE_URL: 'postgresql+asyncpg://u:p@store/x'}}\n",
    )
    root = write(".env.example", "DB_HOST=localhost\nPOSTGRES_VERSION=18\n# PGHOST=x\n")

    assert list(written(root)["variables"]) == ["DB_HOST", "DATABASE_URL"]


def test_pytest_djangos_own_database_is_spoken_of(write: Write) -> None:
    write("compose.yaml", POSTGRES)
    root = write("pytest.ini", "[pytest]\nDJANGO_SETTINGS_MODULE = shop.settings\n")

    init(root)

    assert "def django_db_setup(): pass" in (root / "sixfold.toml").read_text()


def test_no_value_of_the_repository_is_copied(write: Write) -> None:
    write("compose.yaml", POSTGRES)
    write("settings.py", 'os.getenv("DATABASE_URL", "postgresql+asyncpg://u:hidden@db/x")')
    root = write(".env.example", "REDIS_URL=redis://:hidden@kv/0\n")

    init(root)

    assert "hidden" not in (root / "sixfold.toml").read_text()


def test_two_servers_of_one_role_are_chosen_between_in_the_file(write: Write) -> None:
    root = write("compose.yaml", "services:\n  one: {image: postgres}\n  two: {image: postgres}\n")

    assert configured(root).service(Role.POSTGRES).name == "one"
    assert tomllib.loads((root / "sixfold.toml").read_text())["services"] == {"postgres": "one"}


def test_what_is_not_found_is_left_as_a_comment_that_shows_how(write: Write) -> None:
    root = write("compose.yaml", POSTGRES)

    report = init(root)

    text = (root / "sixfold.toml").read_text()
    for hint in ("# migrate = ", "# DATABASE_URL = ", "# [suites.tests]"):
        assert hint in text
    assert report.lines()[-1] == "complete sixfold.toml by hand"
    assert load(root, environ={"HOME": "/"}).suites == ()


def test_an_existing_file_is_overwritten_only_by_force(write: Write) -> None:
    write("compose.yaml", POSTGRES)
    root = write("sixfold.toml", "# mine")

    with pytest.raises(RequestError) as caught:
        init(root)

    assert caught.value.hint == "sixfold init --force"
    assert (root / "sixfold.toml").read_text() == "# mine"
    init(root, force=True)
    assert "# mine" not in (root / "sixfold.toml").read_text()


def test_a_repository_without_services_is_told_what_is_missing(write: Write) -> None:
    root = write("README.md", "")

    with pytest.raises(RequestError, match="no compose file"):
        init(root)

    assert not (root / "sixfold.toml").exists()


def test_a_broken_compose_file_is_named_and_nothing_is_written(write: Write) -> None:
    root = write("compose.yaml", "services:\n  a: {imag: x}\n")

    with pytest.raises(RequestError, match=r"compose\.yaml:2: .*'image'"):
        init(root)

    assert not (root / "sixfold.toml").exists()


def test_it_may_be_started_from_any_folder_of_the_checkout(write: Write) -> None:
    write("compose.yaml", POSTGRES)
    root = write("src/shop/main.py", "")

    assert init(root / "src" / "shop").path == root / "sixfold.toml"


def test_a_crash_while_writing_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "sixfold.toml"
    file.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(file, "new")

    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_the_report_can_be_read_by_a_program(tmp_path: Path) -> None:
    report = init(fixture("alembic_notes", tmp_path)).as_json()

    assert report["found"]["migration"]["tool"] == "Alembic"
    assert report["found"]["services"] == {"postgres": "store"}
