"""The compose files of a checkout: found as Compose finds them, read, and put together."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sixfold.config import looks
from sixfold.config.yaml_file import parse_yaml
from sixfold.core.compose.dotenv import parse_dotenv
from sixfold.core.compose.extends import extended
from sixfold.core.compose.keys import check_document
from sixfold.core.compose.merge import interpolated
from sixfold.core.compose.model import Composition, compose
from sixfold.core.located import Findings, Node

FILES: Final = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
OVERRIDES: Final = (
    "compose.override.yml",
    "compose.override.yaml",
    "docker-compose.override.yml",
    "docker-compose.override.yaml",
)


def usual_files(folder: Path) -> tuple[Path, ...]:
    """The compose file that a folder has under one of its usual names, and its override."""
    found = next((folder / name for name in FILES if looks.is_file(folder / name)), None)
    if found is None:
        return ()
    over = next((folder / name for name in OVERRIDES if looks.is_file(folder / name)), None)
    return (found,) if over is None else (found, over)


def split_files(value: str, environ: Mapping[str, str]) -> tuple[str, ...]:
    """The paths in COMPOSE_FILE, which the system's path separator or a chosen one divides."""
    separator = environ.get("COMPOSE_PATH_SEPARATOR") or os.pathsep
    return tuple(filter(None, value.split(separator)))


def read_dotenv(
    folder: Path, root: Path, environ: Mapping[str, str], findings: Findings
) -> dict[str, Node]:
    """The variables of a folder's `.env`; none where there is no such file."""
    file = folder / ".env"
    text = looks.text(file, errors="replace")
    if text is None:
        return {}
    return parse_dotenv(text, _label(file, root), environ.get, findings)


class ComposeReader:
    """Reads the compose files of one checkout; `environ` is what their variables are taken from."""

    def __init__(
        self, root: Path, folder: Path, environ: Mapping[str, str], findings: Findings
    ) -> None:
        self._root = root
        self._folder = folder
        self._environ = environ
        self._findings = findings
        self._documents: dict[Path, Node | None] = {}
        self._listed: frozenset[str] = frozenset()

    def read(self, files: tuple[Path, ...], profiles: tuple[str, ...]) -> Composition:
        """The services that the files ask for together; what is wrong in them is a fault."""
        self._listed = frozenset(_label(file, self._root) for file in files)
        documents = []
        for file in files:
            document = self._document(file)
            if document is None:
                self._findings.fault(_label(file, self._root), "the compose file is not there")
            else:
                documents += [*self._included(document, seen=(file,)), document]
        return compose(
            documents,
            profiles=profiles,
            lookup=self._environ.get,
            read_variables=self._variables,
            findings=self._findings,
        )

    def _document(self, file: Path) -> Node | None:
        """One file, checked, interpolated, with what its services extend; None if not there."""
        file = looks.resolved(file)
        if file not in self._documents:
            text = looks.text(file, errors="replace")
            self._documents[file] = None
            if text is not None:
                raw = parse_yaml(text, _label(file, self._root), self._findings)
                check_document(raw, self._findings)
                document = interpolated(raw, self._environ.get, self._findings)
                self._documents[file] = extended(document, self._extended, self._findings)
        return self._documents[file]

    def _extended(self, path: Node) -> Node | None:
        document = self._document(self._beside(path))
        if document is None:
            self._findings.fault(path.place, f"the file {path.text!r} to extend is not there")
        return document

    def _included(self, document: Node, seen: tuple[Path, ...]) -> list[Node]:
        """The documents that one includes, those that they include first."""
        found: list[Node] = []
        include = document.mapping.get("include")
        for entry in include.items if include is not None else ():
            for key in entry.mapping.keys() - {"path"}:
                rule = f"`{key}` of an include is not supported"
                self._findings.fault(entry.mapping[key].place, rule)
            paths = entry.mapping.get("path", entry).items
            for path in paths:
                file = self._beside(path)
                inner = self._document(file) if file not in seen else None
                if inner is None:
                    why = "includes itself" if file in seen else "is not there"
                    self._findings.fault(path.place, f"the included file {path.text!r} {why}")
                    continue
                found += [*self._included(inner, (*seen, file)), inner]
        return found

    def _variables(self, path: Node) -> Mapping[str, Node] | None:
        file = self._beside(path)
        text = looks.text(file, errors="replace")
        if text is None:
            return None
        return parse_dotenv(text, _label(file, self._root), self._environ.get, self._findings)

    def _beside(self, path: Node) -> Path:
        """A path in a file: from the project's folder, or from its own for an included file."""
        home = path.place.rpartition(":")[0]
        folder = self._folder if home in self._listed else (self._root / home).parent
        return looks.resolved(folder / Path(path.text).expanduser())


def _label(file: Path, root: Path) -> str:
    """A file as people name it: from the root of the checkout where it is within."""
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)
