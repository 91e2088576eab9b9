"""The reference has every verb that can be typed, as its own help tells it."""

from __future__ import annotations

import click
import pytest
from sixfold.cli import cli
from sixfold.core.reference.pages import VerbText
from sixfold.faces.verbs import verb_texts


@pytest.fixture(scope="module")
def verbs() -> dict[str, VerbText]:
    context = click.Context(cli, info_name="sixfold")
    return {verb.name: verb for verb in verb_texts(context)}


def test_every_verb_of_the_help_is_there(verbs: dict[str, VerbText]) -> None:
    listed = cli.list_commands(click.Context(cli))
    assert set(listed) - set(verbs) == {"retire"}  # which is for the keeper alone


def test_options_are_told_as_they_are_typed(verbs: dict[str, VerbText]) -> None:
    assert ("--dry-run", "List only.") in verbs["clean"].options


def test_verbs_below_a_verb_have_their_full_name(verbs: dict[str, VerbText]) -> None:
    below = [verb.name for verb in verbs["docs"].below]
    assert below == ["docs build", "docs check", "docs serve"]


def test_the_verb_that_takes_any_option_tells_its_own_help(verbs: dict[str, VerbText]) -> None:
    assert "--affected" in verbs["test"].verbatim
