"""S3's protocol, as far as buckets of tests need it: a signed request, its answer.

The usual client takes a third of a second to import and to make, of which every `clean`, `up` and
test run would wait.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import unquote_plus

# Answers come from a server of our own or of the repository's compose file.
from xml.etree import ElementTree  # see above

from sixfold import web
from sixfold.core.service import Endpoint
from sixfold.core.signature import encoded, encoded_query, signed
from sixfold.errors import ServiceUnhealthy

_ANSWERS_WITHIN: Final = 30.0


class Refused(Exception):
    """The server refuses a request; `code` is S3's word for why (`NoSuchBucket`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class S3:
    """Requests to one S3 server, by path. Raises ServiceUnhealthy where it cannot be reached."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def send(
        self, method: str, path: str, query: Mapping[str, str] | None = None, body: bytes = b""
    ) -> bytes:
        """One request; returns the answer's body. Raises Refused for a status that is no 2xx.

        `path` is `/bucket` or `/bucket/key`, not encoded.
        """
        query = query or {}
        headers = signed(
            method,
            path,
            query,
            {"Host": self._endpoint.address},
            body,
            key=self._endpoint.user,
            secret=self._endpoint.password.reveal(),
            moment=time.strftime("%Y%m%dT%H%M%SZ", time.gmtime()),
        )
        url = f"{self._endpoint.url()}{encoded(path)}?{encoded_query(query)}".removesuffix("?")
        answer = web.send(method, url, headers=headers, body=body, timeout=_ANSWERS_WITHIN)
        if answer is None:
            raise ServiceUnhealthy(
                f"S3 at {self._endpoint.address} does not answer", hint="sixfold status"
            )
        if not 200 <= answer.status < 300:
            raise Refused(_first(answer.body, "Code") or f"status {answer.status}")
        return answer.body

    def buckets(self) -> list[str]:
        """The names of all buckets."""
        return list(_texts(self.send("GET", "/"), "Bucket/Name"))

    def keys(self, bucket: str, *, at_once: int = 1000) -> Iterator[str]:
        """The keys of all objects of a bucket, asked for so many at once."""
        # Not every character of a key may stand in XML.
        query = {"list-type": "2", "encoding-type": "url", "max-keys": str(at_once)}
        while True:
            page = self.send("GET", f"/{bucket}", query)
            told = _texts(page, "Contents/Key")
            yield from map(unquote_plus, told) if _first(page, "EncodingType") == "url" else told
            further = _first(page, "NextContinuationToken")
            if not further:
                return
            query = {**query, "continuation-token": further}


def _texts(body: bytes, place: str) -> Iterator[str]:
    """The text of each element at a place, whatever its namespace; none where it is no XML."""
    try:
        root = ElementTree.fromstring(body)  # noqa: S314  # see the import
    except ElementTree.ParseError:
        return
    steps = "/".join(f"{{*}}{step}" for step in place.split("/"))
    for element in root.iterfind(f".//{steps}"):
        yield element.text or ""


def _first(body: bytes, place: str) -> str:
    return next(_texts(body, place), "")
