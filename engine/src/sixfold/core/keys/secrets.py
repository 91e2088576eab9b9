"""Secrets: without a default, rendered by the agent, and safe in its file whatever they are."""

from __future__ import annotations

from collections.abc import Iterator

from sixfold.core.keys.model import Gap, Keys


def secret_gaps(keys: Keys) -> Iterator[Gap]:
    """A secret has no default, is rendered by the agent, and any value of it is safe there."""
    rendered = {line.name for line in keys.rendered}
    for setting in (setting for setting in keys.settings if setting.secret):
        name = setting.name
        if setting.default is None:
            if name not in rendered and name not in keys.apart:
                yield Gap(
                    setting.place,
                    "secret-not-rendered",
                    name,
                    f"{name} is a secret without a default, and {keys.secrets_path} does not"
                    " render it",
                    f"add `{rendering(name)}` to {keys.secrets_path}",
                )
        elif setting.default != "None":
            yield Gap(
                setting.place,
                "secret-default",
                name,
                f"{name} is a secret with a default, which would be used in production",
                "remove the default; let a validator set one in development alone",
            )
    read = {setting.name for setting in keys.settings}
    seen: set[str] = set()
    for line in keys.rendered:
        if line.name not in read and line.name not in keys.apart:
            yield Gap(
                line.place,
                "rendered-unread",
                line.name,
                f"{line.name} is rendered here, and no setting reads it",
                "remove the line, or add the setting",
            )
        if not line.quoted:
            yield Gap(
                line.place,
                "rendered-unquoted",
                line.name,
                f"{line.name} is rendered without quotes: a value with a blank or # is cut",
                f"write `{rendering(line.name)}`",
            )
        if line.name in seen:
            yield Gap(
                line.place,
                "rendered-twice",
                line.name,
                f"{line.name} is rendered a second time; the last one wins",
                "remove one of the lines",
            )
        seen.add(line.name)


def rendering(name: str) -> str:
    """The line of the secrets template for a variable."""
    return f"{name}={{{{ .Data.data.{name} | toJSON }}}}"
