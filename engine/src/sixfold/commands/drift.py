"""`sixfold drift`: what two files state, and no longer state alike."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import cache

from sixfold.clients import tree
from sixfold.config import Config
from sixfold.config.yaml_file import parse_yaml
from sixfold.core.drift.checks import drifts
from sixfold.core.drift.model import Drift, Piece, Sources, Verb
from sixfold.core.globs import matching
from sixfold.core.located import Findings, Node


def drift(config: Config, verbs: Mapping[str, Verb], pieces: Mapping[str, Piece]) -> list[Drift]:
    """Every drift of the tree as it is.

    `verbs` are those that there are to type, `pieces` what is generated in documents.
    """
    files = _Files(config)
    sources = Sources(
        listed=tuple(files.listed),
        text=files.text,
        document=files.document,
        rules=config.drift,
        pipeline=config.ci,
        verbs=verbs,
        tasks=files.tasks(),
        build=config.build,
        compose=tuple(
            file.relative_to(config.root).as_posix()
            for file in config.compose_files
            if file.is_relative_to(config.root)
        ),
        pieces=pieces,
    )
    return drifts(sources)


class _Files:
    """The files of a checkout, each read once."""

    def __init__(self, config: Config) -> None:
        self._root = config.root
        self.listed = tree.files(config.root)
        self.text = cache(self._text)

    def _text(self, path: str) -> str | None:
        try:
            return (self._root / path).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None

    def document(self, path: str) -> Node:
        """A YAML file as nodes; an empty one where there is none."""
        return parse_yaml(self.text(path) or "", path, Findings())

    def tasks(self) -> frozenset[str]:
        """moon's tasks as they are typed: `:name` for all that have it, `project:name` for one."""
        projects = self.document(".moon/workspace.yml").mapping.get("projects")
        shared = set()
        for path in matching(self.listed, [".moon/tasks/*.yml", ".moon/tasks.yml"]):
            shared |= self._tasks(path)
        found = set()
        for project, folder in (projects.mapping if projects else {}).items():
            path = posixpath.normpath(posixpath.join(folder.text, "moon.yml"))
            for name in self._tasks(path) | shared:
                found |= {f":{name}", f"{project}:{name}"}
        return frozenset(found)

    def _tasks(self, path: str) -> set[str]:
        tasks = self.document(path).mapping.get("tasks")
        return set(tasks.mapping) if tasks else set()
