"""The plan of this checkout: what would check it, with which tools, as one hash."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from sixfold.clients import tree
from sixfold.commands.linting.memory import Digests
from sixfold.config import Config, Suite
from sixfold.core.globs import matching
from sixfold.core.plan import Plan, make_plan

_NPM: Final = "npm:"
_INSTALLED: Final = "node_modules/.package-lock.json"


def plan(config: Config) -> Plan:
    """The plan as it stands in the working tree; nothing is run for it."""
    listed, digests = tree.files(config.root), Digests(config.root)
    tests = {suite.name: _suite(suite, listed, digests) for suite in config.suites}
    return make_plan(
        config.ci.jobs,
        versions=_versions(config.root, config.ci.packages),
        tests=tests,
        gates=_plain(config.coverage),
        commands=[asdict(tool) for tool in config.lint],
    )


def plan_notes(config: Config) -> tuple[str, ...]:
    """The plan in one line, for verbs that are steps of it; none where there is no pipeline."""
    return (f"plan {plan(config).hash}",) if config.ci.jobs else ()


def machine() -> dict[str, str]:
    """What may differ between two machines with the same plan."""
    return {"system": platform.platform(), "python": platform.python_version()}


def _suite(suite: Suite, listed: Sequence[str], digests: Digests) -> dict[str, Any]:
    """A suite with the content of its tests."""
    below = [_joined(suite.directory, path) for path in suite.paths or (".",)]
    globs = [*below, *(_joined(folder, "**") for folder in below)]
    files = {file: digests.of(file) for file in matching(listed, globs)}
    return {"suite": _plain(suite), "files": files}


def _joined(folder: str, path: str) -> str:
    parts = [part for part in (folder, path) if part not in (".", "")]
    return "/".join(part.strip("/") for part in parts)


def _plain(value: Any) -> Any:
    """A configured value as plain data, for hashing."""
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value


def _versions(root: Path, packages: Sequence[str]) -> dict[str, str]:
    """What is installed of each package: `-` where it is not."""
    npm = _npm(root) if any(name.startswith(_NPM) for name in packages) else {}
    found = {"python": platform.python_version().rpartition(".")[0]}
    for name in packages:
        if name.startswith(_NPM):
            found[name] = npm.get(name.removeprefix(_NPM), "-")
        else:
            found[name] = _installed(name)
    return found


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "-"


def _npm(root: Path) -> dict[str, str]:
    try:
        packages = json.loads((root / _INSTALLED).read_text(encoding="utf-8"))["packages"]
    except (OSError, ValueError, KeyError):
        return {}
    prefix = "node_modules/"
    return {
        place.removeprefix(prefix): str(package.get("version", "-"))
        for place, package in packages.items()
        if place.startswith(prefix)
    }
