"""The keys of sixfold.toml are known from their readers, and each has a word that explains it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sixfold.config.keys import known_keys
from sixfold.config.meanings import MEANINGS
from sixfold.core.reference.keys import Key, unexplained


@pytest.fixture
def keys(tmp_path: Path) -> list[Key]:
    (tmp_path / "sixfold.toml").write_text("")
    return known_keys(tmp_path)


def test_every_key_that_is_read_is_explained(keys: list[Key]) -> None:
    assert unexplained(keys, MEANINGS) == []


def test_a_key_has_the_type_and_the_default_of_its_reader(keys: list[Key]) -> None:
    assert Key("runtime", "linger", 'duration, as in `"30s"`, `"5m"`', "5m") in keys
    assert Key("lint.<name>", "codes", "list of whole numbers", "[0, 1]") in keys
    assert Key("apps.<name>", "port", "whole number from 1 to 65535", "") in keys
    assert Key("ci.jobs.<name>", "always", "`true` or `false`", "false") in keys


def test_what_a_checkout_configures_makes_no_difference(tmp_path: Path, keys: list[Key]) -> None:
    (tmp_path / "sixfold.toml").write_text('[runtime]\nuse = "podman"\n[lint.a]\ncommand = ["a"]\n')
    assert known_keys(tmp_path) == keys
