"""`sixfold init`: a commented sixfold.toml for a repository, from what is found in it."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sixfold.commands.adopting.survey import survey
from sixfold.config.compose_files import usual_files
from sixfold.config.root import FILE
from sixfold.core.init_file import FoundRepository, render_file
from sixfold.errors import RequestError


@dataclass(frozen=True, slots=True)
class InitReport:
    """What was written where, and what it was written from."""

    path: Path
    found: FoundRepository

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return {"path": str(self.path), "found": asdict(self.found)}

    def lines(self) -> list[str]:
        """What a person wants to read, the next step last."""
        found = self.found
        services = (f"{role} is {name}" for role, name in found.services.items())
        migration = found.migration
        lines = [
            f"wrote {self.path}",
            f"  services    {', '.join(services) or 'none that sixfold runs'}",
            f"  migrations  {f'{migration.tool} in {migration.place}' if migration else 'none'}",
            f"  tests       {', '.join(suite.place for suite in found.suites) or 'none'}",
            f"  variables   {', '.join(one.name for one in found.variables) or 'none'}",
        ]
        missing = not found.suites or not found.variables
        return [*lines, f"complete {FILE} by hand" if missing else "next: sixfold test"]


def init(folder: Path, *, force: bool = False) -> InitReport:
    """Write sixfold.toml beside the nearest compose file at or above `folder`.

    One that is there is overwritten only by `force`. Raises RequestError for that, where there is
    no compose file, and where it cannot be read.
    """
    root = _root(folder.resolve())
    path = root / FILE
    if path.exists() and not force:
        raise RequestError(
            f"{path} is there already, and may have been changed by hand",
            hint="sixfold init --force",
        )
    found = survey(root)
    write_atomically(path, render_file(found))
    return InitReport(path, found)


def _root(folder: Path) -> Path:
    """The nearest folder with a compose file, up to the checkout's root; else `folder` itself."""
    for place in (folder, *folder.parents):
        if usual_files(place):
            return place
        if (place / ".git").exists():
            break
    return folder


def write_atomically(path: Path, text: str) -> None:
    """Write a file so that whatever happens, it is whole: the old one or the new one."""
    half = path.with_name(f"{path.name}.{os.getpid()}.half")
    try:
        with half.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
