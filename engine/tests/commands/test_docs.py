"""`sixfold docs check` tells which page is stale, and renews it when it is asked to."""

from __future__ import annotations

from pathlib import Path

import pytest
from sixfold.commands import docs
from sixfold.config import Config
from sixfold.config.load import load
from sixfold.errors import RequestError

PIECES = {"greeting": lambda page: f"hello from {page}"}
PAGE = "# A\n\n<!-- generated: greeting -->\n<!-- /generated -->\n"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "sixfold.toml").write_text('[project]\nname = "example"\n')
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text(PAGE)
    return load(tmp_path, environ={})


def test_looking_changes_nothing(config: Config) -> None:
    (drift,) = docs.check(config, PIECES)
    assert drift.path == "docs/a.md"
    assert (config.root / "docs" / "a.md").read_text() == PAGE


def test_fixing_renews_and_leaves_nothing_to_tell(config: Config) -> None:
    assert docs.check(config, PIECES, fix=True) == []
    fresh = PAGE.replace("<!-- /", "\nhello from docs/a.md\n\n<!-- /")
    assert (config.root / "docs" / "a.md").read_text() == fresh
    assert docs.check(config, PIECES) == []


def test_a_repository_without_a_site_is_told_so(config: Config) -> None:
    with pytest.raises(RequestError, match=r"no mkdocs\.yml"):
        docs.build(config)
