"""What must agree between the files that speak of environment variables, rule by rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from sixfold.core.keys.baked import baked_gaps
from sixfold.core.keys.model import Gap, Image, Key, Keys, Setting
from sixfold.core.keys.secrets import secret_gaps
from sixfold.core.keys.settings import as_variable
from sixfold.core.located import Finding, place_order


def gaps(keys: Keys) -> tuple[Gap, ...]:
    """Every gap, in the files' order; none of them shows a value of a secret."""
    found = chain(
        _settings(keys),
        secret_gaps(keys),
        _public(keys),
        baked_gaps(keys),
        _documented(keys),
        _given(keys),
        _interpolated(keys),
        _apart(keys),
    )
    unique = dict.fromkeys(found)
    return tuple(sorted(unique, key=lambda gap: place_order(Finding(gap.place, gap.rule))))


def _settings(keys: Keys) -> Iterator[Gap]:
    """What the application reads is documented, and reaches the service that it runs in."""
    documented = _names(keys.documented)
    given = _reaching(keys)
    for setting in keys.settings:
        name = setting.name
        if name not in documented:
            yield Gap(
                setting.place,
                "setting-undocumented",
                name,
                f"{name} is read here and not documented in {keys.example_path}",
                f"add `#{name}={_shown(setting)}` to {keys.example_path}",
            )
        if given is not None and name not in given and name not in keys.apart:
            runtime = keys.container(keys.runtime)
            place = runtime.place if runtime else ""
            yield Gap(
                setting.place,
                "setting-not-given",
                name,
                f"{name} is read here, and the service {keys.runtime} ({place}) is not given it",
                f"add `{name}: {reference(setting)}` to its environment",
            )


def _reaching(keys: Keys) -> set[str] | None:
    """The variables that the application's service finds set; None where it is given all."""
    runtime = keys.container(keys.runtime)
    if runtime is None or runtime.inherits:
        return None
    image = keys.image(runtime.dockerfile) or Image("", (), ())
    return _names(runtime.environment) | _names(image.variables)


def _public(keys: Keys) -> Iterator[Gap]:
    """What the frontend reads is documented, declared by its Dockerfile and passed to its build."""
    container = keys.container(keys.baked)
    path = container.dockerfile if container and container.dockerfile else keys.baked_dockerfile
    image = keys.image(path)
    declared = _names(image.arguments) if image else set()
    passed = _names(container.arguments) if container else set()
    documented = _names(keys.documented)
    for name, use in {use.name: use for use in reversed(keys.uses)}.items():
        if name not in documented:
            yield Gap(
                use.place,
                "public-undocumented",
                name,
                f"{name} is read here and not documented in {keys.example_path}",
                f"add `{name}=` to {keys.example_path}",
            )
        if name not in declared:
            yield Gap(
                use.place,
                "public-undeclared",
                name,
                f"{name} is baked at the build, and {path or 'no Dockerfile'} does not declare it",
                f"add `ARG {name}` to {path or 'the Dockerfile of the frontend'}",
            )
        if name not in passed:
            yield Gap(
                use.place,
                "public-not-passed",
                name,
                f"{name} is baked at the build, and the service {keys.baked or '(none)'}"
                " does not pass it",
                f"add `{name}: ${{{name}:-}}` to build.args of that service",
            )
    for use in keys.uses:
        if not use.active:
            yield Gap(
                use.place,
                "public-not-inlined",
                use.name,
                f'{use.name} is read as ["{use.name}"], which the bundler does not replace',
                f"write process.env.{use.name}",
            )


def _documented(keys: Keys) -> Iterator[Gap]:
    """What is documented is read by something, and stands there once."""
    public = _names(keys.uses)
    read = {setting.name for setting in keys.settings}
    read |= _names(keys.reads) | _names(keys.interpolated)
    seen: set[str] = set()
    for key in keys.documented:
        known = public if keys.prefix and key.name.startswith(keys.prefix) else read | public
        if key.name not in known and key.name not in keys.apart:
            yield Gap(
                key.place,
                "documented-unread",
                key.name,
                f"{key.name} is documented here, and nothing reads it",
                "remove the line, or let something read it",
            )
        if key.name in seen:
            yield Gap(
                key.place,
                "documented-twice",
                key.name,
                f"{key.name} is documented a second time",
                "remove one of the lines",
            )
        seen.add(key.name)


def _given(keys: Keys) -> Iterator[Gap]:
    """What the application's service is given is read by a setting."""
    runtime = keys.container(keys.runtime)
    read = {setting.name for setting in keys.settings}
    for key in runtime.environment if runtime and keys.settings else ():
        if key.name not in read and key.name not in keys.apart:
            yield Gap(
                key.place,
                "given-unread",
                key.name,
                f"{key.name} is given to {keys.runtime}, and no setting reads it",
                f'remove it, or name it in sixfold.toml: [env.apart] {key.name} = "why"',
            )


def _interpolated(keys: Keys) -> Iterator[Gap]:
    """What a compose file can be told is documented."""
    documented = _names(keys.documented)
    for key in keys.interpolated:
        composes_own = key.name.startswith("COMPOSE_")
        if key.name not in documented and not composes_own and key.name not in keys.apart:
            yield Gap(
                key.place,
                "compose-undocumented",
                key.name,
                f"${{{key.name}}} is read here and not documented in {keys.example_path}",
                f"add `#{key.name}={key.value or ''}` to {keys.example_path}",
            )


def _apart(keys: Keys) -> Iterator[Gap]:
    """A name that is set apart is still somewhere."""
    known = {setting.name for setting in keys.settings} | {line.name for line in keys.rendered}
    known |= _names(keys.documented) | _names(keys.uses) | _names(keys.interpolated)
    for container in keys.containers:
        known |= _names(container.environment) | _names(container.arguments)
    for image in keys.images:
        known |= _names(image.arguments) | _names(image.variables)
    for name in keys.apart:
        if name not in known:
            yield Gap(
                keys.apart_place,
                "apart-unused",
                name,
                f"{name} is set apart, and no file speaks of it",
                "remove it from [env.apart]",
            )


def reference(setting: Setting) -> str:
    """What a compose file passes on: the variable, with its default where that is no secret."""
    return f"${{{setting.name}:-{_shown(setting)}}}"


def _shown(setting: Setting) -> str:
    return "" if setting.secret else as_variable(setting.default)


def _names(keys: Iterable[Key]) -> set[str]:
    return {key.name for key in keys}
