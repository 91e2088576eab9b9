"""S3: buckets whose owners are written down in a ledger bucket on the same server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from sixfold.clients.s3 import S3, Refused
from sixfold.core.lease import Record
from sixfold.core.service import Endpoint
from sixfold.errors import ServiceUnhealthy

# Bucket tags would be the natural place, but not every S3 server keeps them; an object is kept by
# all of them.
LEDGER: Final = "sixfold-ledger"
_MADE_BEFORE: Final = ("BucketAlreadyOwnedByYou", "BucketAlreadyExists")


class Objects:
    """A client of one S3 server. Raises ServiceUnhealthy when it cannot be reached."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._s3 = S3(endpoint)

    def inventory(self) -> list[Record]:
        """The record of every bucket that is sixfold's, half-made ones included."""
        records = (Record.decode(self._read(key)) for key in self._keys(LEDGER))
        return [record for record in records if record is not None]

    def create(self, record: Record) -> None:
        """Make the bucket `record.name`; the intent is written first, completion last."""
        self._write(replace(record, complete=False))
        self._make(record.name)
        self._write(record)

    def exists(self, name: str) -> bool:
        """Whether a bucket of this name is there."""
        return name in self.buckets()

    def buckets(self) -> list[str]:
        """The names of all buckets but the ledger's own."""
        try:
            return [name for name in self._s3.buckets() if name != LEDGER]
        except Refused as error:
            raise self._unhealthy("list buckets", error) from None

    def empty(self, name: str) -> int:
        """Delete every object of a bucket; returns how many there were."""
        keys = list(self._keys(name))
        for key in keys:
            self._delete(f"/{name}/{key}")
        return len(keys)

    def drop(self, name: str) -> None:
        """Delete a bucket with all that is in it, then its record."""
        if self.exists(name):
            self.empty(name)
            self._delete(f"/{name}")
        self._delete(f"/{LEDGER}/{name}")

    def _make(self, name: str) -> None:
        try:
            self._s3.send("PUT", f"/{name}")
        except Refused as error:
            if error.code not in _MADE_BEFORE:
                raise self._unhealthy(f"make bucket {name}", error) from None

    def _write(self, record: Record) -> None:
        place, body = f"/{LEDGER}/{record.name}", record.encode().encode()
        try:
            self._s3.send("PUT", place, body=body)
        except Refused:
            self._make(LEDGER)
            try:
                self._s3.send("PUT", place, body=body)
            except Refused as error:
                raise self._unhealthy(f"write into {LEDGER}", error) from None

    def _read(self, key: str) -> str:
        try:
            return self._s3.send("GET", f"/{LEDGER}/{key}").decode(errors="replace")
        except Refused:
            return ""  # gone since it was listed: somebody else dropped that bucket

    def _keys(self, bucket: str) -> Iterator[str]:
        try:
            yield from self._s3.keys(bucket)
        except Refused as error:
            if error.code != "NoSuchBucket":
                raise self._unhealthy(f"list {bucket}", error) from None

    def _delete(self, place: str) -> None:
        try:
            self._s3.send("DELETE", place)
        except Refused as error:
            raise self._unhealthy(f"delete {place}", error) from None

    def _unhealthy(self, what: str, error: Refused) -> ServiceUnhealthy:
        return ServiceUnhealthy(
            f"S3 at {self.endpoint.address} refused to {what}: {error.code}", hint="sixfold status"
        )
