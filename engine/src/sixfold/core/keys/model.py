"""Where a repository speaks of its environment variables: what each file says, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Key:
    """A variable at one place (`path:line`); `value` is what is stated for it there, if anything.

    `active` is False for what stands in a comment, as the default of something optional.
    """

    name: str
    place: str
    value: str | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class Setting:
    """A variable that the application reads: the field of a settings class, by its variable.

    `default` is the source text of its default, None where it must be set. `secret` says that its
    type hides it (`SecretStr`).
    """

    name: str
    place: str
    type: str
    secret: bool
    default: str | None


@dataclass(frozen=True, slots=True)
class Rendered:
    """A line of the secrets template. `quoted` says that any value is safe in it (`toJSON`)."""

    name: str
    place: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Image:
    """A Dockerfile: what is baked at its build, and what its processes find set."""

    path: str
    arguments: tuple[Key, ...]
    variables: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Container:
    """A service of the compose file that is built here. `inherits` says that it reads the `.env`.

    `place` is the service's own; `build` is where its build is described.
    """

    name: str
    place: str
    build: str
    dockerfile: str
    arguments: tuple[Key, ...]
    environment: tuple[Key, ...]
    inherits: bool


@dataclass(frozen=True, slots=True)
class Keys:
    """Everything that a repository says of its variables.

    `uses` are the public variables in the frontend's sources, `reads` every other variable that
    something reads (compose interpolation, build scripts). `runtime` is the service that the
    settings belong to, `baked` the one that public variables are built into; either may be absent.
    `apart` says of some names why the rules do not hold for them.
    """

    example_path: str
    secrets_path: str
    prefix: str
    settings: tuple[Setting, ...] = ()
    documented: tuple[Key, ...] = ()
    rendered: tuple[Rendered, ...] = ()
    uses: tuple[Key, ...] = ()
    reads: tuple[Key, ...] = ()
    interpolated: tuple[Key, ...] = ()
    images: tuple[Image, ...] = ()
    containers: tuple[Container, ...] = ()
    elsewhere: tuple[Key, ...] = ()
    runtime: str = ""
    baked: str = ""
    baked_dockerfile: str = ""
    apart: Mapping[str, str] = field(default_factory=lambda: _NONE)
    apart_place: str = ""

    def container(self, name: str) -> Container | None:
        """The service of that name, if it is built here."""
        return next((one for one in self.containers if one.name == name), None)

    def image(self, path: str) -> Image | None:
        """The Dockerfile at that path, if it is there."""
        return next((one for one in self.images if one.path == path), None)


@dataclass(frozen=True, slots=True)
class Gap:
    """Two files that disagree about a variable: where, which rule, what is wrong, what to do."""

    place: str
    rule: str
    name: str
    message: str
    fix: str

    def __str__(self) -> str:
        return f"{self.place} {self.rule} {self.message}"
