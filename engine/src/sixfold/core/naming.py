"""The grammar of names: text becomes parts, and parts become a name that can be read one way only.

A name is written plainly where that is legal and unambiguous. Elsewhere it keeps its head and ends
in a mark, `x` and eight hexadecimal digits of a hash of everything that it stands for. Plain names
never hold a mark, so a plain name and a marked one cannot meet.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection
from typing import Final

_NOT_NAME: Final = re.compile(r"[^a-z0-9]+")
_MARK: Final = re.compile(r"x[0-9a-f]{8}")
_MARK_LENGTH: Final = 9


def sanitize_namespace(name: str) -> str:
    """The letters and digits of `name` in lower case, what stood between them as one `_`.

    `feature/auth-v2` becomes `feature_auth_v2`; accents are dropped. Lossy, and empty where
    nothing can be kept: whoever needs a distinct name adds a hash.
    """
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", name)
        if not unicodedata.combining(letter)
    )
    return _NOT_NAME.sub("_", plain.casefold()).strip("_")


def digest(*parts: str, length: int = 8) -> str:
    """The first `length` hexadecimal digits of a hash that tells any two lists of parts apart."""
    sha = hashlib.sha256()
    for part in parts:
        # Names of files and branches need not be UTF-8; Python hands them over as surrogates.
        encoded = part.encode("utf-8", "surrogatepass")
        sha.update(f"{len(encoded)}:".encode() + encoded)
    return sha.hexdigest()[:length]


def is_mark(part: str) -> bool:
    """Whether a part reads like the mark at the end of a shortened name."""
    return _MARK.fullmatch(part) is not None


def mark(text: str, room: int, *identity: str, banned: Collection[str] = ()) -> str:
    """The head of `text` and a mark made of `identity`, in at most `room` characters.

    `banned` parts and parts that read like a mark do not stay in the head.
    """
    head = sanitize_namespace(text)[: room - _MARK_LENGTH - 1]
    kept = [part for part in head.split("_") if part and part not in banned and not is_mark(part)]
    return "_".join([*kept, f"x{digest(*identity)}"])


def fit(slug: str, room: int, *, last: re.Pattern[str] | None = None) -> str:
    """`slug` itself where it fits and reads one way, else its marked form.

    `last` matches the parts that a plain name must not end in, as they mean something there.
    """
    parts = slug.split("_")
    ends_badly = last is not None and last.fullmatch(parts[-1]) is not None
    if len(slug) <= room and not ends_badly and not any(map(is_mark, parts)):
        return slug
    return mark(slug, room, slug)


def stem(text: str, room: int, *identity: str, banned: Collection[str] = ()) -> str:
    """`text` itself where it is sanitised, fits, and holds neither mark nor banned part."""
    parts = text.split("_")
    clean = text == sanitize_namespace(text) and text != ""
    if clean and len(text) <= room and not any(is_mark(p) or p in banned for p in parts):
        return text
    return mark(text, room, *(identity or (text,)), banned=banned)
