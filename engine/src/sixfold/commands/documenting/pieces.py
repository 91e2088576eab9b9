"""What is generated in documents, by the name that their marks give it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sixfold.clients import tree
from sixfold.config import Config
from sixfold.config.keys import known_keys
from sixfold.config.meanings import MEANINGS
from sixfold.core.drift.model import Piece
from sixfold.core.reference.keys import key_sections
from sixfold.core.reference.pages import (
    VerbText,
    decision_list,
    environments,
    error_sections,
    verb_sections,
)


def pieces(config: Config, verbs: Callable[[], Sequence[VerbText]]) -> Mapping[str, Piece]:
    """All pieces; each is made when a page asks for it."""

    def read(path: str) -> str | None:
        try:
            return (config.root / path).read_text(encoding="utf-8")
        except OSError:
            return None

    return {
        "configuration": lambda _: key_sections(known_keys(config.root), MEANINGS),
        "decisions": lambda page: decision_list(tree.files(config.root), read, page),
        "environments": lambda _: environments(),
        "errors": lambda _: error_sections(),
        "verbs": lambda _: verb_sections(verbs()),
    }
