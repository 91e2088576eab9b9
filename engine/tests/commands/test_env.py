"""`sixfold env` on a small repository: what is found, what is added, and that it is all or none."""

from __future__ import annotations

import ast
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from sixfold.commands.variables.sources import Sources
from sixfold.commands.variables.verb import add, check, write_all
from sixfold.config import Config
from sixfold.config.load import load
from sixfold.core.keys.add import edits
from sixfold.core.keys.new import NewKey
from sixfold.core.keys.rules import gaps
from sixfold.core.keys.text import documented_in
from sixfold.errors import RequestError
from sixfold.faces.env import command

FILES = {
    "sixfold.toml": """
[project]
name = "shop"

[env]
settings = ["api/settings.py"]
secrets = "secrets.ctmpl"
public = ["web/src/**/*.ts"]
runtime = "api"
baked = "web"
module = "web/src/baked.ts"
development = "_DEVELOPMENT"
""",
    "compose.yaml": """services:
  store: {image: postgres:18}
  api:
    build: {context: ., dockerfile: api/Dockerfile}
    environment:
      # How many requests are served at once.
      WORKERS: ${WORKERS:-2}
      SHOP_KEY: ${SHOP_KEY:-shop-key}

    command: serve
  web:
    build: ./web
""",
    ".env.example": "# How many requests are served at once.\n#WORKERS=2\nSHOP_KEY=shop-key\n",
    "secrets.ctmpl": '{{ with secret "kv/data/shop" -}}\n'
    "SHOP_KEY={{ .Data.data.SHOP_KEY | toJSON }}\n{{ end -}}\n",
    "api/settings.py": """from pydantic import SecretStr
from pydantic_settings import BaseSettings

_DEVELOPMENT = {
    "shop_key": "shop-key",
}


class Settings(BaseSettings):
    workers: int = (
        2
    )
    shop_key: SecretStr

    def pool(self) -> int:
        return self.workers
""",
    "web/Dockerfile": "FROM node:24\nCOPY . .\n# The pages.\nRUN npm ci && npm run build\n",
    "web/src/page.ts": "export const title = 'Shop';\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository whose files agree."""
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.removeprefix("\n"))
    return tmp_path


def configured(root: Path) -> Config:
    return load(root, environ={"HOME": "/home/ann"})


def snapshot(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def test_files_that_agree_have_no_gap(root: Path) -> None:
    report = check(configured(root))

    assert report.gaps == ()
    assert report.variables == 2
    assert "api/settings.py" in report.files


def test_a_gap_is_told_with_path_line_and_fix(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / ".env.example").write_text("SHOP_KEY=shop-key\n")
    monkeypatch.chdir(root)

    done = CliRunner().invoke(command, ["check", "--json"])

    assert done.exit_code == 1
    told = {(gap["path"], gap["line"], gap["rule"]) for gap in json.loads(done.stdout)["gaps"]}
    assert told == {
        ("api/settings.py", 10, "setting-undocumented"),
        ("compose.yaml", 7, "compose-undocumented"),
    }
    assert "fix: add `#WORKERS=2`" in CliRunner().invoke(command, ["check"]).stdout


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        (".env.staging", "NEXT_PUBLIC_TITLE=Shop (trial)\n", 1),
        ("web/.env.production", "\nNEXT_PUBLIC_TITLE=The Shop\n", 2),
        (
            "docker-compose.preview.yml",
            "services:\n  web:\n    build: {args: {NEXT_PUBLIC_TITLE: Shop 7}}\n",
            3,
        ),
    ],
)
def test_a_baked_value_that_one_environments_file_has_otherwise_is_told(
    root: Path, path: str, text: str, line: int
) -> None:
    add(configured(root), NewKey("NEXT_PUBLIC_TITLE", "frontend", default="Shop"))
    assert check(configured(root)).gaps == ()

    (root / path).write_text(text)

    told = {(gap.place, gap.rule) for gap in check(configured(root)).gaps}
    assert told == {(f"{path}:{line}", "baked-differs")}


def test_a_file_that_cannot_be_understood_is_named(root: Path) -> None:
    (root / "api" / "settings.py").write_text("class Settings(:\n")

    with pytest.raises(RequestError, match=r"api/settings\.py:1: is no Python"):
        check(configured(root))


@pytest.mark.parametrize(
    ("new", "files"),
    [
        (
            NewKey("POOL_SIZE", "backend", "int", "5", "How many connections."),
            {"api/settings.py", ".env.example", "compose.yaml"},
        ),
        (
            NewKey("GREETING", "backend", default="hello world"),
            {"api/settings.py", ".env.example", "compose.yaml"},
        ),
        (
            NewKey("VERBOSE", "backend", "bool", "false"),
            {"api/settings.py", ".env.example", "compose.yaml"},
        ),
        (
            NewKey("MAIL_TOKEN", "secret", note="Of the mail gateway."),
            {"api/settings.py", ".env.example", "compose.yaml", "secrets.ctmpl"},
        ),
        (
            NewKey("NEXT_PUBLIC_TITLE", "frontend", default="My shop"),
            {".env.example", "compose.yaml", "web/Dockerfile", "web/src/baked.ts"},
        ),
    ],
)
def test_what_is_added_is_in_every_file_and_nothing_else_changed(
    root: Path, new: NewKey, files: set[str]
) -> None:
    before = snapshot(root)

    added = add(configured(root), new)

    after = snapshot(root)
    assert set(added.files) == files
    assert check(configured(root)).gaps == ()
    assert {path for path in after if after[path] != before.get(path)} == files
    for path in files & before.keys():
        kept = [line for line in before[path].decode().splitlines() if line != "    build: ./web"]
        lines = iter(after[path].decode().splitlines())
        assert all(line in lines for line in kept), f"{path} lost a line or their order"
    ast.parse((root / "api" / "settings.py").read_text())
    assert new.name in added.diff


def test_a_second_and_third_one_go_beside_the_first(root: Path) -> None:
    for name in ("NEXT_PUBLIC_A", "NEXT_PUBLIC_B"):
        add(configured(root), NewKey(name, "frontend", default=name[-1]))
    for name in ("MAIL_KEY", "BANK_KEY"):
        add(configured(root), NewKey(name, "secret"))

    assert check(configured(root)).gaps == ()
    compose = (root / "compose.yaml").read_text()
    assert compose.count("args:") == 1
    assert "    build:\n      context: ./web\n      args:\n" in compose
    assert (
        (root / "web" / "Dockerfile")
        .read_text()
        .endswith("ARG NEXT_PUBLIC_A=A\nARG NEXT_PUBLIC_B=B\nRUN npm ci && npm run build\n")
    )
    assert '"mail_key": "mail-key-of-development",' in (root / "api" / "settings.py").read_text()


def test_line_ends_links_and_modes_stay_as_they_are(root: Path) -> None:
    compose, example = root / "compose.yaml", root / ".env.example"
    compose.write_bytes(compose.read_bytes().replace(b"\n", b"\r\n"))
    compose.chmod(0o640)
    example.write_text(example.read_text().rstrip("\n"))
    example.rename(root / "variables")
    example.symlink_to("variables")

    add(configured(root), NewKey("GREETING", "backend", default="hi"))

    assert b"\n" not in compose.read_bytes().replace(b"\r\n", b"")
    assert b"      GREETING: ${GREETING:-hi}\r\n" in compose.read_bytes()
    assert compose.stat().st_mode & 0o777 == 0o640
    assert example.is_symlink()
    assert example.read_text().endswith("SHOP_KEY=shop-key\n#GREETING=hi\n")
    assert check(configured(root)).gaps == ()


def test_a_list_of_variables_stays_a_list(root: Path) -> None:
    compose = (root / "compose.yaml").read_text()
    compose = compose.replace("      WORKERS: ${", "      - WORKERS=${").replace(
        "      SHOP_KEY: ${", "      - SHOP_KEY=${"
    )
    (root / "compose.yaml").write_text(compose)

    add(configured(root), NewKey("GREETING", "backend", default="hi"))

    assert "      - GREETING=${GREETING:-hi}\n\n    command" in (root / "compose.yaml").read_text()
    assert check(configured(root)).gaps == ()


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (NewKey("WORKERS", "backend", default="1"), r"there already: .*settings\.py:10"),
        (NewKey("lower", "backend", default="1"), "no name"),
        (NewKey("A__B", "backend", default="1"), "no name"),
        (NewKey("PATH", "backend", default="1"), "no name"),
        (NewKey("CLASS", "backend", default="1"), "cannot be called"),
        (NewKey("MODEL_CONFIG", "backend", default="1"), "cannot be called"),
        (NewKey("TITLE", "frontend", default="1"), "would not reach"),
        (NewKey("NEXT_PUBLIC_X", "backend", default="1"), "could read it"),
        (NewKey("NEXT_PUBLIC_X", "secret"), "could read it"),
        (NewKey("PARTNER_TOKEN", "backend", default="x"), "a secret by its name"),
        (NewKey("SIZE", "backend"), "has a default"),
        (NewKey("SIZE", "backend", "int", "five"), "no int"),
        (NewKey("SIZE", "backend", "bool", "yes"), "true or false"),
        (NewKey("SIZE", "backend", "Decimal", "1"), "does not know the type"),
        (NewKey("SIZE", "backend", default="a}b"), "cannot stand"),
        (NewKey("SIZE", "backend", default="a", note="two\nlines"), "cannot stand"),
        (NewKey("NEXT_PUBLIC_API", "frontend", default="http://localhost:8000"), "one environment"),
    ],
)
def test_what_cannot_be_added_is_refused_and_nothing_changes(
    root: Path, new: NewKey, told: str
) -> None:
    before = snapshot(root)

    with pytest.raises(RequestError, match=told) as caught:
        add(configured(root), new)

    assert caught.value.hint
    assert snapshot(root) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    build: ./web\n", "    build: {context: ./web}\n"),
        ("    build: ./web\n", "    build: {context: ./web, args: {NEXT_PUBLIC_A: a}}\n"),
    ],
)
def test_a_mapping_in_one_line_is_not_guessed_at(root: Path, old: str, new: str) -> None:
    compose = root / "compose.yaml"
    compose.write_text(compose.read_text().replace(old, new))
    before = snapshot(root)

    with pytest.raises(RequestError, match="in one line"):
        add(configured(root), NewKey("NEXT_PUBLIC_TITLE", "frontend", default="Shop"))

    assert snapshot(root) == before


def test_a_dry_run_shows_the_edits_and_makes_none(root: Path) -> None:
    before = snapshot(root)

    added = add(configured(root), NewKey("SIZE", "backend", "int", "5"), dry_run=True)

    assert "+    size: int = 5" in added.diff
    assert not added.written
    assert snapshot(root) == before


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_a_failure_in_the_middle_leaves_every_file_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    before = snapshot(root)
    replace, calls = Path.replace, iter(range(1, 9))

    def full(self: Path, target: Path) -> Path:
        if next(calls) == failing:
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        add(configured(root), NewKey("SIZE", "backend", "int", "5"))

    assert snapshot(root) == before


def test_a_new_file_that_was_written_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder").mkdir()

    with pytest.raises(OSError, match="directory"):
        write_all({tmp_path / "new": "1", tmp_path / "folder": "2"})

    assert os.listdir(tmp_path) == ["folder"]  # noqa: PTH208 - names are what is asked for


WORD = st.text("ABCXYZ019", min_size=1, max_size=4)
NAMES = st.lists(WORD, min_size=1, max_size=3).map(lambda words: "A" + "_".join(words))
DEFAULTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)


@given(name=NAMES, default=DEFAULTS, kind=st.sampled_from(["backend", "frontend", "secret"]))
def test_whatever_is_accepted_leaves_no_gap_and_keeps_its_value(
    tmp_path_factory: pytest.TempPathFactory, name: str, default: str, kind: str
) -> None:
    config = _shared(tmp_path_factory)
    sources = Sources(config)
    keys = sources.keys()
    full = f"NEXT_PUBLIC_{name}" if kind == "frontend" else name
    try:
        changed = edits(NewKey(full, kind, default=default), keys, sources.places(keys))  # type: ignore[arg-type]  # one of the three
    except RequestError:
        return

    assert gaps(Sources(config, changed).keys()) == ()
    stated = {key.name: key.value for key in documented_in(changed[".env.example"], "")}
    assert stated[full] == default


_ROOTS: list[Path] = []


def _shared(factory: pytest.TempPathFactory) -> Config:
    """One repository for all examples of a property, which change nothing on the disk."""
    if not _ROOTS:
        folder = factory.mktemp("shop")
        for name, text in FILES.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text.removeprefix("\n"))
        _ROOTS.append(folder)
    return configured(_ROOTS[0])
