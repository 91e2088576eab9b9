"""One new variable in every file that has to speak of it: decided as texts, written by others."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sixfold.core.keys.lines import (
    with_argument,
    with_development_value,
    with_entry,
    with_example,
    with_import,
    with_rendered,
    with_setting,
)
from sixfold.core.keys.model import Container, Keys
from sixfold.core.keys.new import NewKey, check_default, check_name, check_type
from sixfold.core.keys.secrets import rendering
from sixfold.errors import RequestError

# Names that a Pydantic model has for itself.
_MODELS: Final = frozenset({"copy", "json", "dict", "schema", "construct", "validate", "fields"})


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
    check_name(new, keys)
    check_default(new)
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
            check_type(self.new.type, text)
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


def _default(new: NewKey) -> str:
    if new.default is not None:
        return new.default
    return f"{new.name.lower().replace('_', '-')}-of-development"


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r"[\s#]", value) else value
