"""What a build makes: files by a command, images by a Dockerfile, and the hash of their content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

_NONE: Final[Mapping[str, str]] = MappingProxyType({})
# What an image says of itself that its content is not.
_PASSING: Final = ("Hostname", "Domainname", "Image", "Labels", "ArgsEscaped", "OnBuild")


@dataclass(frozen=True, slots=True)
class BuildTarget:
    """One `[build.<name>]`: a `command` with its `output`, or a `dockerfile` with its `image`.

    `command` runs in `directory` and leaves files in the folder `output`, which is emptied first.
    `inputs` are globs of what it is made of; `{inputs}` in `variables` and `arguments` is their
    hash. Of an image, `arguments` are the build's; `passed` are those that the environment may
    set; `secrets` name for each of the build's secrets the variable that holds its file's path,
    and one that is not set is not handed over.
    """

    name: str
    command: tuple[str, ...] = ()
    directory: str = "."
    output: str = ""
    inputs: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=lambda: _NONE)
    dockerfile: str = ""
    image: str = ""
    arguments: Mapping[str, str] = field(default_factory=lambda: _NONE)
    passed: tuple[str, ...] = ()
    secrets: Mapping[str, str] = field(default_factory=lambda: _NONE)

    @property
    def is_image(self) -> bool:
        """Whether a container engine makes it."""
        return bool(self.dockerfile)


def tree_hash(files: Iterable[tuple[str, str]]) -> str:
    """The hash of files by their names and the hashes of their content, in any order."""
    hasher = hashlib.sha256()
    for name, digest in sorted(files):
        hasher.update(f"{name}\0{digest}\n".encode())
    return hasher.hexdigest()


def image_hash(described: Mapping[str, Any]) -> str:
    """The hash of an image by its layers and how it is started, from what `inspect` says.

    When it was made, by whom and for which commit is not part of it.
    """
    config = {
        key: value
        for key, value in (described.get("Config") or {}).items()
        if key not in _PASSING and value not in (None, "", [], {}, False)
    }
    layers = (described.get("RootFS") or {}).get("Layers") or []
    text = json.dumps({"config": config, "layers": layers}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def filled(values: Mapping[str, str], inputs: str) -> dict[str, str]:
    """Variables or arguments, with the hash of the inputs where they ask for it."""
    return {name: value.replace("{inputs}", inputs) for name, value in values.items()}


def build_arguments(
    target: BuildTarget, inputs: str, environ: Mapping[str, str], given: Mapping[str, str]
) -> dict[str, str]:
    """An image's build arguments: the configuration's, then the environment's, then those given."""
    passed = {name: environ[name] for name in target.passed if environ.get(name)}
    return filled(target.arguments, inputs) | passed | dict(given)
