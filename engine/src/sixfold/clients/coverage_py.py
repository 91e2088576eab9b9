"""coverage.py, asked what of some files' lines and branches the arcs that ran have covered."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from sixfold.errors import ToolMissing

# Where coverage.py's own settings may stand: what to exclude, what to omit.
_SETTINGS: Final = (
    (".coveragerc", ""),
    ("pyproject.toml", "[tool.coverage"),
    ("setup.cfg", "[coverage:"),
    ("tox.ini", "[coverage:"),
)


def require() -> None:
    """Raise ToolMissing where coverage.py is not installed."""
    if find_spec("coverage") is None:
        raise ToolMissing(
            "coverage is to be measured, and coverage.py is not installed",
            hint="pip install 'sixfold[coverage]', or sixfold test --fast",
        )


def find_settings(folders: Iterable[Path]) -> Path | None:
    """The file with coverage.py's settings in the first of some folders that has one."""
    for folder in folders:
        for name, mark in _SETTINGS:
            with suppress(OSError, UnicodeDecodeError):
                if mark in (folder / name).read_text(encoding="utf-8"):
                    return folder / name
    return None


def report(
    arcs: Mapping[str, Iterable[tuple[int, int]]],
    files: Sequence[str],
    *,
    root: Path,
    settings: Path | None,
) -> dict[str, Any]:
    """coverage.py's JSON report over `files`, with names relative to `root`.

    `arcs` are what ran, by absolute path. A file of which nothing ran is in the report, too; one
    that is no Python of this version is not.
    """
    require()
    from coverage import Coverage
    from coverage.exceptions import NoDataError

    measured = Coverage(
        data_file=None,
        branch=True,
        config_file=str(settings) if settings else False,
        messages=False,
    )
    measured.set_option("report:ignore_errors", True)
    data = measured.get_data()
    data.add_arcs({path: set(arcs.get(path, ())) for path in files})
    data.touch_files(files)
    with tempfile.TemporaryDirectory(prefix="sixfold-") as folder:
        place = Path(folder) / "report.json"
        try:
            measured.json_report(outfile=str(place))
            told: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
        except NoDataError:
            told = {"meta": {"branch_coverage": True}, "files": {}, "totals": {}}
    here = Path.cwd()
    told["files"] = {
        (here / name).relative_to(root).as_posix(): _slim(file)
        for name, file in sorted(told["files"].items())
    }
    return told


def _slim(file: dict[str, Any]) -> dict[str, Any]:
    """A file's figures without those by function and class, which are most of a report."""
    return {key: value for key, value in file.items() if key not in ("functions", "classes")}
