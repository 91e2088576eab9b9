"""`sixfold docs check` tells which page is stale, and renews it when it is asked to."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from sixfold import shell
from sixfold.commands.documenting import verb as docs
from sixfold.config import Config
from sixfold.config.load import load
from sixfold.errors import NotPassed, RequestError

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


def test_a_page_that_cannot_be_read_keeps_no_other_from_being_checked(config: Config) -> None:
    (config.root / "docs" / "0.md").write_bytes(b"\xff\xfe<!-- generated: greeting -->")
    (config.root / "docs" / "1.md").symlink_to("nowhere")
    assert [drift.path for drift in docs.check(config, PIECES)] == ["docs/a.md"]


def test_a_repository_without_a_site_is_told_so(config: Config) -> None:
    with pytest.raises(RequestError, match=r"no mkdocs\.yml"):
        docs.build(config)


def test_a_link_that_leads_nowhere_ends_the_build_and_is_named(config: Config) -> None:
    (config.root / "mkdocs.yml").write_text("site_name: example\ntheme: mkdocs\n")
    (config.root / "docs" / "index.md").write_text("# A\n\n[b](gone.md)\n")
    with pytest.raises(NotPassed, match=r"gone\.md"):
        docs.build(config)


def test_pages_are_served_on_a_port_that_nobody_has(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(shell, "spawn", lambda argv, **_: started.append(argv))
    monkeypatch.setattr(shell, "wait", lambda _: 0)
    (config.root / "mkdocs.yml").write_text("site_name: example\n")
    liked = config.names.port(config.namespace, "docs")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", liked))
        taken.listen()
        docs.serve(config)
    docs.serve(config)
    addresses = [argv[argv.index("--dev-addr") + 1] for argv in started]
    assert addresses[0] not in (f"127.0.0.1:{liked}", "127.0.0.1:8000")
    assert addresses[1] == f"127.0.0.1:{liked}"
