"""What is not shown: values that are secrets by their name, and passwords within URLs."""

from __future__ import annotations

import re
from typing import Final

HIDDEN: Final = "[redacted]"

_SECRET_NAME: Final = re.compile(
    r"PASSW(OR)?D|PASSPHRASE|SECRET|TOKEN|CREDENTIAL|(^|[_.])PWD?($|_)|(^|[_.])(API|ACCESS|AUTH|PRIVATE|"
    r"ENCRYPTION|SIGNING|LICENSE)_?KEY|requirepass",
    re.IGNORECASE,
)
_PASSWORD_IN_URL: Final = re.compile(r"(://[^:/@\s]*:)([^@\s]+)(@)")
_PLACEHOLDER: Final = re.compile(r"\{[a-z0-9_.-]+\}", re.IGNORECASE)


def redacted(name: str, value: str) -> str:
    """`value` as it may be shown under `name`.

    What placeholders stand for is not in the value, so a value made of them alone is shown whole.
    """
    if not _PLACEHOLDER.sub("", value):
        return value
    if _SECRET_NAME.search(name):
        return HIDDEN
    return _PASSWORD_IN_URL.sub(_hide, value)


def _hide(match: re.Match[str]) -> str:
    literal = _PLACEHOLDER.sub("", match[2])
    return f"{match[1]}{HIDDEN}{match[3]}" if literal else match[0]
