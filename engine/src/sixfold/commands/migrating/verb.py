"""The revisions of a repository's schema: their heads, here and on the result of a merge."""

from __future__ import annotations

import configparser
from dataclasses import dataclass
from pathlib import Path

from sixfold.clients.git import checkout_root
from sixfold.clients.git_trees import extracted, merge
from sixfold.commands.adopting.migrations import pyproject
from sixfold.commands.change_base import named_commit
from sixfold.config import Config
from sixfold.core.located import Finding, Findings
from sixfold.core.schemas.migrations import (
    History,
    Revision,
    history,
    remedy,
    revision_in,
    two_heads,
)
from sixfold.errors import NotPassed, RequestError


@dataclass(frozen=True, slots=True)
class Heads:
    """Where the revisions end. `merged` names what was merged in first, `conflicts` what git
    could not merge."""

    heads: tuple[Revision, ...]
    faults: tuple[Finding, ...]
    merged: str = ""
    conflicts: tuple[str, ...] = ()


def heads(config: Config, *, ref: str = "") -> Heads:
    """The heads of the working tree, or of what merging `ref` into HEAD would give.

    Where `ref` is `base` and this clone has none, it is the working tree's. Raises RequestError
    where the repository does not migrate with Alembic.
    """
    ref = named_commit(config, ref)
    if not ref:
        found = revisions(config, config.root)
        return Heads(found.heads, found.faults)
    checkout = checkout_root(config.root)
    if checkout is None:
        raise RequestError(f"{config.root} is in no git repository", hint="git init")
    merged = merge(checkout, ref)
    with extracted(checkout, merged.tree) as folder:
        found = revisions(config, folder / config.root.relative_to(checkout))
    return Heads(found.heads, found.faults, ref, merged.conflicts)


def one_head(config: Config, found: Heads) -> Revision:
    """The only head. Raises NotPassed with the file of each, and the command that merges them."""
    if found.faults:
        raise NotPassed("\n".join(map(str, found.faults)), hint="sixfold migrations heads")
    if len(found.heads) != 1:
        where = f" on the merge with {found.merged}" if found.merged else ""
        directory = config.migrate.directory if config.migrate else "."
        command = " ".join(("cd", directory, "&&", *alembic(config)))
        raise NotPassed(
            f"the revisions have{where} {two_heads(found.heads)}",
            hint=remedy(found.heads, command),
        )
    return found.heads[0]


def alembic(config: Config) -> tuple[str, ...]:
    """The words that call Alembic, from the command of `[database]`; templates are not rendered.

    Raises RequestError where that command is another tool's.
    """
    words = config.migrate.command if config.migrate else ()
    if "upgrade" not in words or not any("alembic" in word for word in words):
        raise RequestError(
            "[database] migrate does not call Alembic, and other tools are not rehearsed",
            hint='migrate = ["{python}", "-m", "alembic", "upgrade", "head"]',
        )
    return words[: words.index("upgrade")]


def revisions(config: Config, root: Path) -> History:
    """The revisions below `root`, which is a checkout of this repository."""
    alembic(config)
    found: list[Revision] = []
    findings = Findings()
    for folder in _folders(config, root):
        for file in sorted(folder.glob("*.py")):
            label = file.relative_to(root).as_posix()
            try:
                revision = revision_in(file.read_text(encoding="utf-8"), label)
            except (SyntaxError, UnicodeDecodeError) as error:
                line = getattr(error, "lineno", None) or 1
                findings.fault(f"{label}:{line}", "is no Python")
                continue
            if revision is not None:
                found.append(revision)
    made = history(found)
    return History(made.revisions, (*findings.faults, *made.faults))


def _folders(config: Config, root: Path) -> list[Path]:
    """Where the revisions lie: as configured, else as Alembic's own configuration says."""
    if config.rehearsing.versions:
        return [root / config.rehearsing.versions]
    directory = root / (config.migrate.directory if config.migrate else ".")
    settings = _settings(directory)
    script = settings.get("script_location", "migrations").replace("%(here)s/", "")
    listed = settings.get("version_locations", "")
    if listed:
        separator = {"os": ":", "space": " ", "newline": "\n"}.get(
            settings.get("path_separator") or settings.get("version_path_separator", ""), " "
        )
        words = [word.strip() for word in listed.split(separator)]
        return [directory / word.replace("%(here)s/", "") for word in words if word]
    return [directory / script / "versions"]


def _settings(directory: Path) -> dict[str, str]:
    file = directory / "alembic.ini"
    if file.is_file():
        parser = configparser.RawConfigParser()
        parser.read_string(file.read_text(encoding="utf-8"))
        return dict(parser["alembic"]) if parser.has_section("alembic") else {}
    table = pyproject(directory / "pyproject.toml").get("tool", {}).get("alembic", {})
    return {key: value for key, value in table.items() if isinstance(value, str)}
