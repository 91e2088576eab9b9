"""The signature of a request to an S3 server: AWS Signature Version 4, for one chunk of body."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

_ALGORITHM: Final = "AWS4-HMAC-SHA256"
_UNRESERVED: Final = "-_.~"


def signed(
    method: str,
    path: str,
    query: Mapping[str, str],
    headers: Mapping[str, str],
    body: bytes,
    *,
    key: str,
    secret: str,
    moment: str,
    region: str = "us-east-1",
) -> dict[str, str]:
    """The headers to send: those given (`Host` among them), with date, digest and signature.

    `path` and `query` are as people write them, not encoded; `moment` is the time of UTC as
    `20261231T235959Z`.
    """
    digest = hashlib.sha256(body).hexdigest()
    sent = {**headers, "x-amz-content-sha256": digest, "x-amz-date": moment}
    lower = {name.lower(): " ".join(value.split()) for name, value in sent.items()}
    names = ";".join(sorted(lower))
    listed = "".join(f"{name}:{lower[name]}\n" for name in sorted(lower))
    request = "\n".join((method, encoded(path), encoded_query(query), listed, names, digest))
    scope = f"{moment[:8]}/{region}/s3/aws4_request"
    text = "\n".join((_ALGORITHM, moment, scope, hashlib.sha256(request.encode()).hexdigest()))
    signature = hmac.new(_key(secret, scope), text.encode(), hashlib.sha256).hexdigest()
    credential = f"Credential={key}/{scope}, SignedHeaders={names}, Signature={signature}"
    return {**sent, "Authorization": f"{_ALGORITHM} {credential}"}


def encoded(path: str) -> str:
    """A path as it is sent and signed: each byte encoded that is not unreserved, but the slash."""
    return quote(path, safe="/" + _UNRESERVED)


def encoded_query(query: Mapping[str, str]) -> str:
    """A query as it is sent and signed: sorted by name."""
    pairs = ((quote(k, safe=_UNRESERVED), quote(v, safe=_UNRESERVED)) for k, v in query.items())
    return "&".join(f"{name}={value}" for name, value in sorted(pairs))


def _key(secret: str, scope: str) -> bytes:
    """A key for one day, region and service only."""
    made = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        made = hmac.new(made, part.encode(), hashlib.sha256).digest()
    return made
