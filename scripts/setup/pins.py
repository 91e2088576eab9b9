"""Resolve all packages anew and write down what was found, with hashes and without addresses."""

from __future__ import annotations

from pathlib import Path

import packages
import tools
from ground import BIN, ROOT
from progress import run


def update() -> None:
    """Rewrite requirements.txt, the pins of uv and Node, and package-lock.json."""
    uv = tools.uv()
    python = packages.python(uv)
    tools.node(uv, python)
    ours = ["--group", "dev", "engine/pyproject.toml", "apps/backend/pyproject.toml"]
    _compile(uv, "Python packages", ours, ROOT / "requirements.txt")
    # What the backend's image holds: of the packages above those that it needs, in their versions.
    _compile(uv, "the backend's packages", ["apps/backend/pyproject.toml", "--constraint",
             "requirements.txt"], ROOT / "apps" / "backend" / "requirements.txt")  # fmt: skip
    # Likewise what builds the pages of docs/, for whoever wants no more than that.
    docs = ["--group", "docs", "--constraint", "requirements.txt"]
    _compile(uv, "what builds the documentation", docs, ROOT / "docs" / "requirements.txt")
    for tool in ("uv", "node"):
        _compile(uv, tool, ["--group", tool], tools.PINS / f"{tool}.txt")
    run(
        "Resolving the npm packages",
        [BIN / "npm", "update", "--package-lock-only", "--ignore-scripts"],
        env=tools.node_environment(),
    )
    print("pins are written; look at the difference, then run ./moonw run :test")


def _compile(uv: Path, what: str, sources: list[str], pins: Path) -> None:
    run(
        f"Resolving {what}",
        [uv, "pip", "compile", "--quiet", "--upgrade", "--universal", "--generate-hashes",
         "--no-annotate", "--no-emit-index-url", "--custom-compile-command",
         "./moonw --update-pins", "--output-file", pins.relative_to(ROOT), *sources],
        env=tools.uv_environment(),
    )  # fmt: skip
