"""What a repository holds that `sixfold init` can write down: services, migrations, tests."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from sixfold.commands.adopting.migrations import find_migration, pyproject
from sixfold.commands.adopting.suites import find_suites, uses_pytest_django
from sixfold.commands.adopting.variables import find_variables
from sixfold.config.compose_files import ComposeReader, read_dotenv, usual_files
from sixfold.config.roles import SERVED
from sixfold.core.compose.model import Composition
from sixfold.core.init_file import FoundRepository
from sixfold.core.located import Findings
from sixfold.core.namespace import sanitize_namespace
from sixfold.core.service import Role, Service
from sixfold.errors import RequestError

_SKIPPED: Final = frozenset(
    {"node_modules", "__pycache__", "venv", "env", "dist", "build", "site-packages", "htmlcov"}
)
# A repository with more files than this is not looked through to its end.
_MOST_FILES: Final = 20_000


def survey(root: Path) -> FoundRepository:
    """Look through a repository, changing nothing.

    Raises RequestError where its compose files cannot be read, or there are none.
    """
    compose_files = usual_files(root)
    if not compose_files:
        raise RequestError(
            f"there is no compose file in {root}, and services come from one",
            hint="write a compose.yaml with the services that the application needs",
        )
    composition = _composition(root, compose_files)
    by_role = _by_role(composition.services)
    files = list(_files(root))
    return FoundRepository(
        project=_project(root, composition),
        compose_files=tuple(file.name for file in compose_files),
        profiles=_profiles(composition.services, by_role),
        services={role: names[0] for role, names in by_role.items()},
        chosen={role: names[0] for role, names in by_role.items() if len(names) > 1},
        migration=find_migration(root, files),
        suites=find_suites(root, files),
        uses_pytest_django=uses_pytest_django(files),
        variables=find_variables(root, files, compose_files, composition.services, by_role),
    )


def _composition(root: Path, compose_files: tuple[Path, ...]) -> Composition:
    """Every service there is, of all profiles."""
    findings = Findings()
    dotenv = read_dotenv(root, root, os.environ, findings)
    environ = {name: node.text for name, node in dotenv.items()} | dict(os.environ)
    found = ComposeReader(root, root, environ, findings).read(compose_files, ("*",))
    findings.stop_at_faults()
    return found


def _by_role(services: tuple[Service, ...]) -> dict[Role, list[str]]:
    found: dict[Role, list[str]] = {}
    for role in SERVED:
        names = [service.name for service in services if service.role is role]
        if names:
            found[role] = names
    return found


def _profiles(services: tuple[Service, ...], by_role: Mapping[Role, list[str]]) -> tuple[str, ...]:
    """As few profiles as have every server in use."""
    known = {service.name: service for service in services}
    wanted = [known[names[0]].profiles for names in by_role.values()]
    chosen: list[str] = []
    for profiles in filter(None, wanted):
        if not set(profiles) & set(chosen):
            chosen.append(max(profiles, key=lambda one: sum(one in other for other in wanted)))
    return tuple(chosen)


def _project(root: Path, composition: Composition) -> str:
    """What the repository calls itself, as a name of databases can begin with it."""
    own = pyproject(root / "pyproject.toml").get("project", {}).get("name", "")
    names = (composition.name, str(own), root.name)
    return next(filter(None, map(sanitize_namespace, names)), "project")


def _files(root: Path) -> Iterator[Path]:
    """The repository's own files, each folder's before those of the folders in it."""
    seen = 0
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if not _is_foreign(here / name))
        for name in sorted(names):
            seen += 1
            if seen > _MOST_FILES:
                return
            yield here / name


def _is_foreign(folder: Path) -> bool:
    """Whether somebody else's files are in it: packages, builds, another checkout."""
    if folder.name.startswith(".") or folder.name in _SKIPPED or folder.is_symlink():
        return True
    return (folder / "pyvenv.cfg").is_file() or (folder / ".git").exists()
