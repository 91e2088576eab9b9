"""Files that a reader sees whole or not at all, and a folder for them."""

from __future__ import annotations

import json
from pathlib import Path


def write_text(file: Path, text: str) -> None:
    """Write a file by way of a half one beside it; its folder is made if it is not there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_name(f"{file.name}.half")
    half.write_text(text, encoding="utf-8")
    half.replace(file)


def write_json(file: Path, value: object) -> None:
    """Write a value as compact JSON."""
    write_text(file, json.dumps(value, separators=(",", ":"), default=str) + "\n")


def make_ignored(folder: Path) -> None:
    """Make a folder that git passes by; one that is there already is its owner's business."""
    if not folder.is_dir():
        folder.mkdir(parents=True)
        write_text(folder / ".gitignore", "# What is in here is made by runs of tests.\n*\n")
