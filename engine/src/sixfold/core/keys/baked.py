"""What is baked into an image is the same everywhere: one image serves every environment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from sixfold.core.keys.compose import stated
from sixfold.core.keys.model import Gap, Key, Keys
from sixfold.core.redaction import HIDDEN, redacted

# An address or the name of an environment: true in one of them and false in the others.
OF_ONE_ENVIRONMENT: Final = re.compile(
    r"://|\blocalhost\b|\b\d{1,3}(?:\.\d{1,3}){3}\b|"
    r"(?:^|[^a-z])(?:development|staging|preview|production)(?:[^a-z]|$)",
    re.IGNORECASE,
)
# Where a build gets its parts from, which is not found in what it makes.
_OF_THE_BUILD: Final = re.compile(r"(?:IMAGE|REGISTRY|PROXY|INDEX|INDEX_URL|MIRROR|BASE)$", re.I)
# How libraries of Node are told to be quick: `production` on every developer's machine, too.
_MODE: Final = "NODE_ENV"
# What a server listens on wherever it runs.
_EVERY_ADDRESS: Final = "0.0.0.0"  # noqa: S104  # nothing is bound to it here


def baked_gaps(keys: Keys) -> Iterator[Gap]:
    """Build arguments that are a secret, a setting, undeclared, unused, or not one constant."""
    yield from _arguments(keys)
    yield from _set_secrets(keys)
    yield from _set_environments(keys)
    for name, places in _statements(keys).items():
        if name in keys.apart:
            continue
        yield from _not_constant(name, places)


def _arguments(keys: Keys) -> Iterator[Gap]:
    settings = {setting.name for setting in keys.settings}
    public = {use.name for use in keys.uses}
    for key in _all_arguments(keys):
        if key.name in keys.apart:
            continue
        if _is_secret(key, keys):
            yield _secret_baked(key, "an argument of a build")
        elif key.name in settings:
            yield Gap(
                key.place,
                "setting-baked",
                key.name,
                f"{key.name} is read when the process starts, and baked into the image here",
                "remove the argument; pass it in the service's environment",
            )
        if keys.prefix and key.name.startswith(keys.prefix) and key.name not in public:
            yield Gap(
                key.place,
                "argument-unused",
                key.name,
                f"{key.name} is baked here, and the frontend does not read it",
                "remove the argument",
            )
    for container in keys.containers:
        image = keys.image(container.dockerfile)
        declared = {key.name for key in image.arguments} if image else set()
        for key in container.arguments if image else ():
            if key.name not in declared:
                yield Gap(
                    key.place,
                    "argument-undeclared",
                    key.name,
                    f"{key.name} is passed to a build whose {container.dockerfile} does not"
                    " declare it",
                    f"add `ARG {key.name}` to {container.dockerfile}, or remove it here",
                )


def _set_secrets(keys: Keys) -> Iterator[Gap]:
    """Secrets that a Dockerfile sets to a value; an empty one is no secret yet."""
    for image in keys.images:
        for key in image.variables:
            if key.value and key.name not in keys.apart and _is_secret(key, keys):
                yield _secret_baked(key, "set in an image")


def _set_environments(keys: Keys) -> Iterator[Gap]:
    """Variables that a Dockerfile sets to what is true in one environment alone."""
    for image in keys.images:
        for key in image.variables:
            told = (key.value or "").replace(_EVERY_ADDRESS, "")
            if key.name in keys.apart or key.name == _MODE or _is_secret(key, keys):
                continue
            if OF_ONE_ENVIRONMENT.search(told):
                yield Gap(
                    key.place,
                    "baked-environment",
                    key.name,
                    f"{key.name} is set in the image, and its value here is one environment's",
                    "pass it in the service's environment, or name a reason in [env.apart]",
                )


def _is_secret(key: Key, keys: Keys) -> bool:
    """Whether a setting hides it, its name says what it is, or its value has a password."""
    hidden = any(setting.secret and setting.name == key.name for setting in keys.settings)
    return hidden or redacted(key.name, "x") == HIDDEN or HIDDEN in redacted("", key.value or "")


def _secret_baked(key: Key, how: str) -> Gap:
    return Gap(
        key.place,
        "secret-baked",
        key.name,
        f"{key.name} is a secret and {how}: whoever has the image has it",
        "mount it as a build secret, or read it when the process starts",
    )


def _all_arguments(keys: Keys) -> Iterator[Key]:
    for image in keys.images:
        yield from image.arguments
    for container in keys.containers:
        yield from container.arguments


def _statements(keys: Keys) -> Mapping[str, list[Key]]:
    """Every value that is stated for a baked variable, by its name.

    Arguments that only the build itself reads (its base images) are not among them: what they
    say is not found in what it makes.
    """
    found: dict[str, list[Key]] = {}
    public = {use.name for use in keys.uses}
    baked = public | {key.name for key in _all_arguments(keys)}
    for key in (*keys.documented, *keys.elsewhere, *_all_arguments(keys)):
        of_the_build = key.name not in public and _OF_THE_BUILD.search(key.name)
        if key.name in baked and not of_the_build:
            found.setdefault(key.name, []).append(key)
    return found


def _not_constant(name: str, places: list[Key]) -> Iterator[Gap]:
    values = {key.place: stated(key.value) for key in places}
    told = {place: value for place, value in values.items() if value}
    first = next(iter(told.values()), None)
    for place, value in told.items():
        if OF_ONE_ENVIRONMENT.search(value):
            yield Gap(
                place,
                "baked-environment",
                name,
                f"{name} is baked into the image, and its value here is one environment's",
                "use an address of the same origin, or read it when the process starts",
            )
        elif value != first:
            others = ", ".join(other for other in told if told[other] != value)
            yield Gap(
                place,
                "baked-differs",
                name,
                f"{name} is baked into the image, and {others} says another value",
                "state one value in all of them: one image serves every environment",
            )
