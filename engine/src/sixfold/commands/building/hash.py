"""The hash of what a build made, by its content alone: no time, no owner, no order of entries."""

from __future__ import annotations

import hashlib
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from sixfold.core.build import tree_hash


def folder_hash(folder: Path) -> str:
    """The hash of all files below a folder; of an archive, its members count."""
    return tree_hash(
        (file.relative_to(folder).as_posix(), file_hash(file))
        for file in folder.rglob("*")
        if file.is_file()
    )


def file_hash(file: Path) -> str:
    """The hash of one file's content, of an archive by its members."""
    if file.suffix in (".whl", ".zip"):
        return tree_hash(_zipped(file))
    if file.name.endswith((".tar.gz", ".tar")):
        return tree_hash(_tarred(file))
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _zipped(file: Path) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            if not member.is_dir():
                yield member.filename, hashlib.sha256(archive.read(member)).hexdigest()


def _tarred(file: Path) -> Iterator[tuple[str, str]]:
    with tarfile.open(file) as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() else None
            if stream is not None:
                yield member.name, hashlib.sha256(stream.read()).hexdigest()
            elif member.issym():
                yield member.name, f"-> {member.linkname}"
