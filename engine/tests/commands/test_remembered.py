"""A remembered configuration is the one that reading would give, and in doubt it is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sixfold.commands import remembered
from sixfold.commands.remembered import read_config
from sixfold.config import Config, load
from sixfold.errors import RequestError

TOML = """
[project]
name = "shop"
[variables]
DATABASE_URL = "{postgres.url}"
[suites.app]
kind = "pytest"
directory = "app"
"""
COMPOSE = """
include: [more.yaml]
services:
  store:
    image: postgres:18
    env_file: [store.env]
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout on a branch, with a home of its own for what is remembered."""
    monkeypatch.setenv("SIXFOLD_HOME", str(tmp_path / "home"))
    # The run that these tests belong to may have been given a name.
    for name in ("BRANCH_NAME", "WORKSPACE_ID"):
        monkeypatch.delenv(name, raising=False)
    files = {
        "compose.yaml": COMPOSE,
        "more.yaml": "services: {kv: {image: 'valkey/valkey:9'}}\n",
        "store.env": "POSTGRES_USER=ann\n",
        "sixfold.toml": TOML,
        ".git/HEAD": "ref: refs/heads/main\n",
        "app/below/file": "",
    }
    for name, text in files.items():
        file = tmp_path / "checkout" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path / "checkout"


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every folder whose configuration was read, and not remembered."""
    starts: list[Path] = []
    real = load.load

    def counted(start: Path, **options: object) -> Config:
        starts.append(start)
        return real(start, **options)  # type: ignore[arg-type]  # handed on as they are

    monkeypatch.setattr(load, "load", counted)
    return starts


def test_what_has_not_changed_is_not_read_again(root: Path, readings: list[Path]) -> None:
    first = read_config(root, {})

    assert read_config(root, {}) == first
    assert readings == [root]


def test_secrets_and_read_only_tables_are_remembered_as_they_are(root: Path) -> None:
    first, second = read_config(root, {}), read_config(root, {})

    assert second.services == first.services
    assert type(second.variables) is type(first.variables)
    assert second.variables == first.variables


def write(name: str, text: str) -> Callable[[Path], object]:
    return lambda root: (root / name).write_text(text)


@pytest.mark.parametrize(
    "change",
    [
        write("sixfold.toml", TOML.replace("shop", "shed")),
        write("compose.yaml", COMPOSE.replace("18", "17")),
        write("more.yaml", "services: {kv: {image: 'valkey/valkey:8'}}\n"),
        write("store.env", "POSTGRES_USER=bob\n"),
        write("compose.override.yaml", "services: {store: {image: 'postgres:16'}}\n"),
        write(".env", "COMPOSE_PROFILES=mail\n"),
        write(".git/HEAD", "ref: refs/heads/other\n"),
    ],
    ids=["toml", "compose", "included", "env_file", "override", "dotenv", "branch"],
)
def test_a_changed_file_is_read_again(
    root: Path, readings: list[Path], change: Callable[[Path], object]
) -> None:
    before = read_config(root, {})

    change(root)

    after = read_config(root, {})
    assert len(readings) == 2
    assert after == load.load(root, git_branch=remembered.head_name)
    assert after != before


def test_a_nearer_configuration_is_found(root: Path) -> None:
    start = root / "app/below"
    assert read_config(start, {}).root == root

    (root / "app/sixfold.toml").write_text("")

    assert read_config(start, {}).root == root / "app"


def test_a_link_that_leads_elsewhere_now_is_followed(root: Path) -> None:
    (root / "old.yaml").write_text(COMPOSE)
    (root / "new.yaml").write_text(COMPOSE.replace("18", "17"))
    (root / "compose.yaml").unlink()
    (root / "compose.yaml").symlink_to("old.yaml")
    read_config(root, {})

    (root / "compose.yaml").unlink()
    (root / "compose.yaml").symlink_to("new.yaml")

    assert [service.major for service in read_config(root, {}).services] == [9, 17]


def test_a_folder_that_is_gone_is_a_fault_again(root: Path) -> None:
    read_config(root, {})

    (root / "app").rename(root / "moved")

    with pytest.raises(RequestError, match="no such folder"):
        read_config(root, {})


def test_another_environment_and_other_flags_are_read(
    root: Path, readings: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    read_config(root, {})
    assert read_config(root, {"runtime.use": "embedded"}).runtime == "embedded"

    monkeypatch.setenv("BRANCH_NAME", "feature")

    assert read_config(root, {}).namespace.slug == "feature"
    assert len(readings) == 3


def test_what_others_could_have_written_is_not_loaded(root: Path, readings: list[Path]) -> None:
    read_config(root, {})
    (file,) = root.parent.glob("home/cache/read/*.pickle")

    file.chmod(0o660)
    read_config(root, {})
    assert len(readings) == 2

    file.write_bytes(b"not whole")
    read_config(root, {})
    assert len(readings) == 3


def test_few_are_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "_KEPT", 2)

    for number in range(4):
        monkeypatch.setenv("BRANCH_NAME", f"branch{number}")
        read_config(root, {})

    assert len(list(root.parent.glob("home/cache/read/*"))) == 2


def test_only_looks_looks_at_a_checkouts_files() -> None:
    room = Path(load.__file__).parent
    others = [file for file in room.glob("*.py") if file.name not in ("looks.py", "places.py")]
    unseen = (
        ".is_file(",
        ".is_dir(",
        ".exists(",
        ".read_",
        "open(",
        ".resolve(",
        "glob(",
        ".stat(",
    )

    found = [
        f"{file.name}:{number}: {line.strip()}"
        for file in others
        for number, line in enumerate(file.read_text().splitlines(), 1)
        for look in unseen
        if look in line and f"looks{look}" not in line
    ]

    assert found == []
