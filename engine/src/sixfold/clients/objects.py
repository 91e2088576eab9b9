"""S3: buckets whose owners are written down in a ledger bucket on the same server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sixfold.core.lease import Record
from sixfold.core.service import Endpoint
from sixfold.errors import ServiceUnhealthy

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# Bucket tags would be the natural place, but not every S3 server keeps them; an object is kept by
# all of them.
LEDGER: Final = "sixfold-ledger"


class Objects:
    """A client of one S3 server. Raises ServiceUnhealthy when it cannot be reached."""

    def __init__(self, endpoint: Endpoint) -> None:
        # boto3 takes 0.3 s to import, which only those who touch a bucket shall pay.
        import boto3
        from botocore.config import Config

        self.endpoint = endpoint
        self._s3: S3Client = boto3.client(
            "s3",
            endpoint_url=endpoint.url(),
            aws_access_key_id=endpoint.user,
            aws_secret_access_key=endpoint.password.reveal(),
            region_name="us-east-1",
            config=Config(
                retries={"max_attempts": 2},
                connect_timeout=3,
                read_timeout=30,
                s3={"addressing_style": "path"},
                # Chunked checksums are refused by S3 servers that are not Amazon's.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

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
        listing = self._call("list_buckets")
        return [b["Name"] for b in listing.get("Buckets", []) if b["Name"] != LEDGER]

    def empty(self, name: str) -> int:
        """Delete every object of a bucket; returns how many there were."""
        count = 0
        for key in list(self._keys(name)):
            self._call("delete_object", Bucket=name, Key=key)
            count += 1
        return count

    def drop(self, name: str) -> None:
        """Delete a bucket with all that is in it, then its record."""
        if self.exists(name):
            self.empty(name)
            self._call("delete_bucket", Bucket=name)
        self._call("delete_object", Bucket=LEDGER, Key=name)

    def _make(self, name: str) -> None:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            self._s3.create_bucket(Bucket=name)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code not in ("BucketAlreadyOwnedByYou", "BucketAlreadyExists"):
                raise self._unhealthy(f"refused to make bucket {name}: {code}") from None
        except BotoCoreError as error:
            raise self._unhealthy(f"cannot make bucket {name}: {error}") from None

    def _write(self, record: Record) -> None:
        from botocore.exceptions import BotoCoreError, ClientError

        body = record.encode().encode()
        try:
            self._s3.put_object(Bucket=LEDGER, Key=record.name, Body=body)
        except (BotoCoreError, ClientError):
            self._make(LEDGER)
            self._call("put_object", Bucket=LEDGER, Key=record.name, Body=body)

    def _read(self, key: str) -> str:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            body: bytes = self._s3.get_object(Bucket=LEDGER, Key=key)["Body"].read()
        except ClientError:
            return ""  # gone since it was listed: somebody else dropped that bucket
        except BotoCoreError as error:
            raise self._unhealthy(f"cannot read {LEDGER}: {error}") from None
        return body.decode(errors="replace")

    def _keys(self, bucket: str) -> Iterator[str]:
        from botocore.exceptions import BotoCoreError, ClientError

        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        try:
            for page in pages:
                yield from (entry["Key"] for entry in page.get("Contents", []))
        except ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchBucket":
                raise self._unhealthy(f"cannot list {bucket}: {error}") from None
        except BotoCoreError as error:
            raise self._unhealthy(f"cannot list {bucket}: {error}") from None

    def _call(self, operation: str, **values: object) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return getattr(self._s3, operation)(**values)
        except (BotoCoreError, ClientError) as error:
            raise self._unhealthy(f"refused {operation}: {error}") from None

    def _unhealthy(self, what: str) -> ServiceUnhealthy:
        return ServiceUnhealthy(f"S3 at {self.endpoint.address} {what}", hint="sixfold status")
