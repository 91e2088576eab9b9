"""Whether a program that is started will tell what it reads, can read nothing, or is unknown."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from typing import Any, Final

_OWN: Final = ("SIXFOLD_READS", "SIXFOLD_READS_ROOT")
_HARMLESS: Final = ("PATH", "PWD", "OLDPWD", "_", "VIRTUAL_ENV", "PYTEST_CURRENT_TEST")


def judge(root: str, program: Any, words: Any, folder: Any, environment: Any) -> str | None:
    """None for a Python of this environment that tells itself; else the read that it stands for.

    `q:` is a program from outside of the checkout, started outside of it, with no word and no
    variable that leads into it: it has no way there. `x:` is any other: it may read anything.
    """
    texts = [os.fsdecode(words)] if isinstance(words, str | bytes) else _texts(words)
    name = os.fsdecode(program) if isinstance(program, str | bytes | os.PathLike) else ""
    given = _environment(environment)
    found = _find(name or (texts[0] if texts else ""), given)
    if _tells(found, texts, given):
        return None
    where = os.path.abspath(os.fsdecode(folder)) if _is_path(folder) else os.getcwd()
    label = os.path.basename(found) or "a program"
    outside = not _within(where, root) and not _leads_into(found, root)
    if outside and not any(_leads_into(text, root) for text in texts):
        values = (value for key, value in given.items() if not _passes(key))
        if not any(_leads_into(value, root) for value in values):
            return f"q:{label}"
    return f"x:{label}"


def _tells(program: str, words: list[str], environment: Mapping[str, str]) -> bool:
    """Whether it is this environment's Python, with what makes it record."""
    if any(name not in environment for name in _OWN):
        return False
    if not _is_python(program):
        return False
    options = [word for word in words[1:6] if word.startswith("-") and not word.startswith("--")]
    return not any("S" in word for word in options[:3] if word[1:].isalpha() and "m" not in word)


def _is_python(program: str) -> bool:
    home = os.path.join(sys.prefix, "bin") + os.sep
    if program == sys.executable or (
        program.startswith(home) and os.path.basename(program).startswith("python")
    ):
        return True
    try:
        with open(program, "rb") as file:
            first = file.readline(512)
    except OSError:
        return False
    if not first.startswith(b"#!"):
        return False
    line = os.fsdecode(first[2:].strip())
    return line.startswith(home) and os.path.basename(line.split(" ")[0]).startswith("python")


def _find(name: str, environment: Mapping[str, str]) -> str:
    if os.sep in name or not name:
        return os.path.abspath(name) if name else ""
    for folder in environment.get("PATH", os.defpath).split(os.pathsep):
        candidate = os.path.join(folder, name)
        if os.path.isfile(candidate):
            return candidate
    return name


def _environment(given: Any) -> dict[str, str]:
    if not isinstance(given, Mapping):
        given = os.environ
    return {os.fsdecode(key): os.fsdecode(value) for key, value in given.items()}


def _texts(words: Any) -> list[str]:
    if not isinstance(words, Iterable):
        return []
    return [os.fsdecode(word) for word in words if _is_path(word)]


def _is_path(value: object) -> bool:
    return isinstance(value, str | bytes | os.PathLike)


def _passes(key: str) -> bool:
    return key in _HARMLESS or key.startswith(("SIXFOLD_", "PYTEST_"))


def _within(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip("/") + "/")


def _leads_into(text: str, root: str) -> bool:
    """Whether a text names a place in the checkout that is not its installed environment."""
    return root in text.replace(sys.prefix, "")
