"""The same words do the same behind `sixfold VERB` as behind `moon run :VERB`."""

from __future__ import annotations

import sys

import pytest
from sixfold.door import main, typed


@pytest.mark.parametrize("verb", ["build", "ci", "clean", "dev", "lint", "test"])
def test_a_verb_takes_what_moon_hands_on_with_the_dashes_before_it(
    verb: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for words in ([verb, "--help"], [verb, "--", "--help"]):
        monkeypatch.setattr(sys, "argv", ["sixfold", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said.append((ended.value.code, capsys.readouterr().out))

    assert said[0] == said[1]
    assert f"Usage: sixfold {verb}" in said[0][1]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["lint", "--", "--fix"], ["lint", "--fix"]),
        (["test", "--", "-k", "a b", "--", "x"], ["test", "-k", "a b", "--", "x"]),
        (["lint", "--fix", "--", "-odd-name"], ["lint", "--fix", "--", "-odd-name"]),
        (["lint", "--"], ["lint"]),
        (["--", "lint"], ["--", "lint"]),
        ([], []),
    ],
)
def test_only_dashes_right_behind_the_verb_are_moons(words: list[str], meant: list[str]) -> None:
    assert typed(words) == meant
