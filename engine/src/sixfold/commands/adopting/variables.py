"""Which environment variables a repository reads for its services, and where that is seen."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sixfold.core.compose.dotenv import parse_dotenv
from sixfold.core.init_file import FoundVariable
from sixfold.core.located import Findings
from sixfold.core.service import Role, Service
from sixfold.core.wanted_variables import scheme_in, template_for, variables_in_python

_EXAMPLES: Final = (".env.example", ".env.sample", ".env.template", ".env.dist", "env.example")
_INTERPOLATED: Final = re.compile(r"\$\{?([A-Za-z_][A-Za-z0-9_]*)")
# Settings are shorter; what is longer was generated.
_LARGEST: Final = 200_000


@dataclass(frozen=True, slots=True)
class _Mention:
    """A variable that something speaks of, with a value that it shows or nothing."""

    name: str
    example: str
    place: str


def find_variables(
    root: Path,
    files: list[Path],
    compose_files: Collection[Path],
    services: Collection[Service],
    roles: Collection[Role],
) -> tuple[FoundVariable, ...]:
    """Every variable that belongs to one of the roles, once, with its template."""
    sources = {file: _text(file) for file in files if file.suffix == ".py"}
    mentions = [*_in_sources(root, sources), *_in_examples(root, files, compose_files)]
    mentions += _in_services(services)
    scheme = next(filter(None, map(scheme_in, _values(mentions, sources))), "")
    found: dict[str, FoundVariable] = {}
    for mention in mentions:
        examples = (one.example for one in mentions if one.name == mention.name)
        example = next(filter(None, examples), "")
        template = template_for(mention.name, example, roles, scheme=scheme)
        if template is not None:
            found.setdefault(mention.name, FoundVariable(mention.name, template, mention.place))
    return tuple(found.values())


def _values(mentions: list[_Mention], sources: dict[Path, str]) -> Iterator[str]:
    yield from (mention.example for mention in mentions)
    yield from sources.values()


def _in_sources(root: Path, sources: dict[Path, str]) -> Iterator[_Mention]:
    for file, text in sources.items():
        for name, example in variables_in_python(text):
            yield _Mention(name, example, _relative(file, root))


def _in_examples(
    root: Path, files: list[Path], compose_files: Collection[Path]
) -> Iterator[_Mention]:
    """What an example of a `.env` shows, without what is there for the compose file alone."""
    texts = map(_text, compose_files)
    for_compose = {name for text in texts for name in _INTERPOLATED.findall(text)}
    for file in (file for file in files if file.name in _EXAMPLES):
        found = parse_dotenv(_text(file), file.name, lambda _: None, Findings())
        for name, node in found.items():
            if name not in for_compose:
                yield _Mention(name, node.text, _relative(file, root))


def _in_services(services: Collection[Service]) -> Iterator[_Mention]:
    """What the compose file gives to the application's own services."""
    for service in services:
        if service.role is Role.OTHER:
            for name, value in service.environment.items():
                yield _Mention(name, value, service.source.rpartition(":")[0])


def _relative(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix()


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > _LARGEST:
            return ""
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
