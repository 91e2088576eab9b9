"""A look at the S3 server that does not go through the application's own client."""

from __future__ import annotations

from typing import Any

import boto3

from src.config import Settings


def client_of(settings: Settings) -> Any:
    """A client for the server and the credentials of these settings."""
    return boto3.client(
        "s3",
        endpoint_url=str(settings.s3_endpoint),
        region_name=settings.s3_region,
        aws_access_key_id=settings.s3_access_key.get_secret_value(),
        aws_secret_access_key=settings.s3_secret_key.get_secret_value(),
    )


def keys_of(s3: Any, bucket: str) -> list[str]:
    """Every key of a bucket."""
    found = s3.list_objects_v2(Bucket=bucket).get("Contents", [])
    return [each["Key"] for each in found]
