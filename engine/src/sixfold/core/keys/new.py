"""What may be asked for as a new variable, and why something may not."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Final, Literal

from sixfold.core.keys.baked import OF_ONE_ENVIRONMENT
from sixfold.core.keys.model import Keys
from sixfold.core.redaction import HIDDEN, redacted
from sixfold.errors import RequestError

type Kind = Literal["backend", "frontend", "secret"]

_LEGAL: Final = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
_OTHERS: Final = ("COMPOSE_", "DOCKER_", "SIXFOLD_", "PYTHON", "LD_", "GIT_")
_SHELLS: Final = frozenset({"PATH", "HOME", "USER", "SHELL", "LANG", "TMPDIR", "PWD", "TERM"})
# `}` and `$` end or begin something in a compose file, a quote or a line's end in all of them.
_UNWRITABLE: Final = re.compile(r"[\"'`\\${}\r\n]|^\s|\s$| #")
_TYPES: Final = {"str": str, "int": int, "float": float}


@dataclass(frozen=True, slots=True)
class NewKey:
    """What was asked for. Of a secret `default` is the value of development alone."""

    name: str
    kind: Kind
    type: str = "str"
    default: str | None = None
    note: str = ""


def check_name(new: NewKey, keys: Keys) -> None:
    """Raise RequestError for a name that is illegal, of the wrong kind, or there already."""
    name = new.name
    if not _LEGAL.fullmatch(name) or name in _SHELLS or name.startswith(_OTHERS):
        raise RequestError(
            f"{name!r} is no name for a variable of the application",
            hint="capitals, digits and single underscores, and no name of a shell's or a tool's",
        )
    if new.kind == "frontend" and (not name.startswith(keys.prefix) or name == keys.prefix):
        raise RequestError(
            f"{name} would not reach the pages: only names with {keys.prefix} are baked",
            hint=f"sixfold env add {keys.prefix}{name} --kind frontend",
        )
    if new.kind != "frontend" and keys.prefix and name.startswith(keys.prefix):
        raise RequestError(
            f"{name} begins with {keys.prefix}, so whoever opens the pages could read it",
            hint=f"sixfold env add {name.removeprefix(keys.prefix)} --kind {new.kind}",
        )
    secret_name = redacted(name, "x") == HIDDEN
    if new.kind == "backend" and new.type == "str" and secret_name and name not in keys.apart:
        raise RequestError(
            f"{name} is a secret by its name, and a backend setting is shown wherever it is told",
            hint=f"sixfold env add {name} --kind secret, or name it in [env.apart] with a reason",
        )
    places = sorted(_places_of(name, keys))
    if places:
        raise RequestError(
            f"{name} is there already: {', '.join(places)}", hint="sixfold env check"
        )


def _places_of(name: str, keys: Keys) -> set[str]:
    arguments = [key for image in keys.images for key in (*image.arguments, *image.variables)]
    given = [key for one in keys.containers for key in (*one.arguments, *one.environment)]
    mentions = (
        *((one.name, one.place) for one in keys.settings),
        *((one.name, one.place) for one in keys.rendered),
        *((one.name, one.place) for one in (*keys.documented, *keys.uses, *keys.reads)),
        *((one.name, one.place) for one in (*keys.interpolated, *arguments, *given)),
    )
    return {place for found, place in mentions if found == name}


def check_default(new: NewKey) -> None:
    """Raise RequestError for a default that is missing, of another type, or cannot be written."""
    default = new.default
    if default is None and new.kind != "secret":
        what = "a setting" if new.kind == "backend" else "a baked value"
        raise RequestError(f"{what} has a default", hint=f"sixfold env add {new.name} --default X")
    if _UNWRITABLE.search(default or "") or "\n" in new.note or "*/" in new.note:
        raise RequestError(
            "a default or note with quotes, $, braces or line ends cannot stand in all the files",
            hint="choose a plain one here, and set the real one where it is needed",
        )
    if new.kind == "frontend" and OF_ONE_ENVIRONMENT.search(default or ""):
        raise RequestError(
            f"{new.name} would be baked, and this value is one environment's: one image serves all",
            hint="use an address of the same origin (/api), or a backend setting that the UI asks",
        )
    if new.type == "bool" and default not in ("true", "false"):
        raise RequestError("a bool is true or false", hint="--default false")
    try:
        _TYPES.get(new.type, str)(default or "0")
    except ValueError:
        raise RequestError(
            f"{default!r} is no {new.type}", hint=f"--type {new.type} --default ..."
        ) from None


def check_type(name: str, text: str) -> None:
    """Raise RequestError for a type that the module does not know: no import is made for it."""
    if name in ("str", "int", "float", "bool"):
        return
    tree = ast.parse(text)
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    known = {alias.asname or alias.name for node in imports for alias in node.names}
    known |= {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    if not name.isidentifier() or name not in known:
        raise RequestError(
            f"the settings module does not know the type {name!r}",
            hint="str, int, float, bool, or one that it imports",
        )
