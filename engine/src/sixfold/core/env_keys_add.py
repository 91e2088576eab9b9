"""One new variable in every file that has to speak of it: decided as texts, written by others."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from sixfold.core.env_keys import Container, Keys
from sixfold.core.env_keys_baked import OF_ONE_ENVIRONMENT
from sixfold.core.env_keys_lines import (
    with_argument,
    with_development_value,
    with_entry,
    with_example,
    with_import,
    with_rendered,
    with_setting,
)
from sixfold.core.env_keys_rules import rendering
from sixfold.errors import RequestError

type Kind = Literal["backend", "frontend", "secret"]

_LEGAL: Final = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
_OTHERS: Final = ("COMPOSE_", "DOCKER_", "SIXFOLD_", "PYTHON", "LD_", "GIT_")
_SHELLS: Final = frozenset({"PATH", "HOME", "USER", "SHELL", "LANG", "TMPDIR", "PWD", "TERM"})
# Names that a Pydantic model has for itself.
_MODELS: Final = frozenset({"copy", "json", "dict", "schema", "construct", "validate", "fields"})
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


@dataclass(frozen=True, slots=True)
class Places:
    """The files to be changed: paths from the root, and their texts where they are there.

    `development` is the dictionary of the settings module that holds development's values, `module`
    the frontend's file that reads the public variables.
    """

    settings: str
    example: str
    secrets: str
    compose: str
    module: str
    development: str
    texts: Mapping[str, str | None]


def edits(new: NewKey, keys: Keys, places: Places) -> dict[str, str]:
    """The new text of every file that changes, by its path.

    Raises RequestError where the name is illegal or there already, the default is no value of its
    type or cannot be written down, or a file that is needed is not there.
    """
    _check_name(new, keys)
    _check_default(new)
    editor = _Editor(new, keys, places)
    if new.kind == "frontend":
        editor.bake()
    else:
        editor.read_by_settings()
    editor.document()
    return editor.changed


class _Editor:
    def __init__(self, new: NewKey, keys: Keys, places: Places) -> None:
        self.new, self.keys, self.places = new, keys, places
        self.changed: dict[str, str] = {}
        self.default = _default(new)

    def read_by_settings(self) -> None:
        """The setting, what its service is given, and for a secret the agent's template."""
        text, secret = self._text(self.places.settings, "settings"), self.new.kind == "secret"
        field = self._field(text)
        if secret:
            text = with_setting(text, field, "SecretStr", self.new.note)
            text = with_import(text, "pydantic", "SecretStr")
            text = with_development_value(text, self.places.development, field, self.default)
        else:
            _check_type(self.new.type, text)
            text = with_setting(text, field, self._declaration(), self.new.note)
        self.changed[self.places.settings] = text
        runtime = self.keys.container(self.keys.runtime)
        if runtime is not None and not runtime.inherits:
            self._compose(runtime, "environment")
        if secret:
            template = self._text(self.places.secrets, "secrets")
            if not self.keys.rendered:
                raise RequestError(
                    f"{self.places.secrets} renders nothing yet, so there is no place for a line",
                    hint=f"write its {{{{ with secret }}}} block with `{rendering(self.new.name)}`",
                )
            line = rendering(self.new.name)
            self.changed[self.places.secrets] = with_rendered(template, self.keys.rendered, line)

    def bake(self) -> None:
        """The argument of the build, what is passed to it, and the module that reads it."""
        name, container = self.new.name, self.keys.container(self.keys.baked)
        if container is None or not container.build:
            raise RequestError(
                f"no service {self.keys.baked!r} with a build is in {self.places.compose}",
                hint="name the service that bakes public variables: [env] baked",
            )
        dockerfile = container.dockerfile
        image = self.keys.image(dockerfile)
        public = [
            key
            for key in (image.arguments if image else ())
            if key.name.startswith(self.keys.prefix)
        ]
        text = with_argument(self._text(dockerfile, "baked"), public, name, _quoted(self.default))
        if text is None:
            raise RequestError(
                f"{dockerfile} has no instruction that builds pages, so ARG {name} has no place",
                hint="RUN npm run build",
            )
        self.changed[dockerfile] = text
        self._compose(container, "args")
        self.changed[self.places.module] = self._module()

    def document(self) -> None:
        """A line of the example, commented: what stands there is the default."""
        name, path = self.new.name, self.places.example
        kin = {use.name for use in self.keys.uses}
        if self.new.kind != "frontend":
            kin = {setting.name for setting in self.keys.settings}
        beside = [key for key in self.keys.documented if key.name in kin]
        if not beside and self.new.kind == "frontend":
            names = {setting.name for setting in self.keys.settings}
            beside = [key for key in self.keys.documented if key.name in names]
        text = self.places.texts.get(path) or ""
        line = f"#{name}={_quoted(self.default)}"
        self.changed[path] = with_example(text, beside, line, self.new.note)

    def _compose(self, container: Container, key: str) -> None:
        path = container.place.rpartition(":")[0]
        entries = container.arguments if key == "args" else container.environment
        value = f"${{{self.new.name}:-{self.default}}}"
        text = self._text(path, "compose")
        self.changed[path] = with_entry(text, container, key, entries, self.new.name, value)

    def _module(self) -> str:
        """The frontend's module of public variables, with one constant more."""
        begun = "// What is baked into the pages at their build: the same in every environment.\n"
        text = self.places.texts.get(self.places.module)
        note = f"/** {self.new.note} */\n" if self.new.note else ""
        constant = self.new.name.removeprefix(self.keys.prefix)
        read = f'process.env.{self.new.name} ?? "{self.default}"'
        return f"{text if text is not None else begun}\n{note}export const {constant} = {read};\n"

    def _field(self, text: str) -> str:
        field = self.new.name.lower()
        prefixes = re.findall(r"env_prefix\s*=\s*[\"'](\w*)[\"']", text)
        for prefix in (prefix.lower() for prefix in prefixes if prefix):
            if not field.startswith(prefix) or field == prefix:
                raise RequestError(
                    f"{self.places.settings} reads variables that begin with {prefix.upper()}",
                    hint=f"{prefix.upper()}{self.new.name}",
                )
            field = field.removeprefix(prefix)
        if keyword.iskeyword(field) or field in _MODELS or field.startswith("model_"):
            raise RequestError(
                f"a setting cannot be called {field!r}: Python or Pydantic has that name",
                hint="choose a longer one",
            )
        return field

    def _declaration(self) -> str:
        if self.new.type == "bool":
            return f"bool = {self.default == 'true'}"
        literal = f'"{self.default}"' if self.new.type not in ("int", "float") else self.default
        if self.new.type in ("str", "int", "float"):
            return f"{self.new.type} = {literal}"
        return f"{self.new.type} = {self.new.type}({literal})"

    def _text(self, path: str, part: str) -> str:
        text = self.places.texts.get(path) if path else None
        if text is None:
            raise RequestError(
                f"{path or 'a file'} is not there, and {self.new.name} belongs into it",
                hint=f"make it, or name another: [env] {part}",
            )
        return text


def _check_name(new: NewKey, keys: Keys) -> None:
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


def _check_default(new: NewKey) -> None:
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


def _check_type(name: str, text: str) -> None:
    """A type of another name has to be there: this adds no import that nobody has seen."""
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


def _default(new: NewKey) -> str:
    if new.default is not None:
        return new.default
    return f"{new.name.lower().replace('_', '-')}-of-development"


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r"[\s#]", value) else value
