"""Whether a request could be another site's, sent by a browser that is signed in here."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

# Any value will do: a page of another origin can set this header only after asking, which it
# does in vain.
HEADER = "X-Requested-With"

_SAFE = ("GET", "HEAD", "OPTIONS")


def why_forged(method: str, headers: Mapping[str, str]) -> str | None:
    """Why a request is not trusted to be this site's own, or None when it is.

    A browser says itself where a request comes from (`Sec-Fetch-Site`); one too old for that, or
    on plain http, names the origin. Whatever says neither must carry a header that no form and
    no foreign script can send.
    """
    if method in _SAFE:
        return None
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site != "none":
        return None if site == "same-origin" else f"It comes from another site ({site})."
    if origin is not None and urlsplit(origin).netloc != headers.get("host"):
        return "It comes from a page of another origin."
    if not headers.get(HEADER.lower()):
        return f"It carries no {HEADER} header. Programs set it to any value, such as their name."
    return None
