"""One value put into a server and got back, by the role's own client library."""

from __future__ import annotations

from typing import Any

import boto3
import psycopg
import redis
from botocore.config import Config
from botocore.exceptions import ClientError
from sixfold.core.service import Endpoint, Role


def put(endpoint: Endpoint, value: str) -> None:
    """Have the server keep a value, in place of an earlier one."""
    match endpoint.role:
        case Role.POSTGRES:
            with _connect(endpoint) as connection:
                connection.execute("DROP TABLE IF EXISTS kept")
                connection.execute("CREATE TABLE kept (value text)")
                connection.execute("INSERT INTO kept VALUES (%s)", [value])
        case Role.REDIS:
            with _redis(endpoint) as client:
                client.set("kept", value)
        case _:
            client = _s3(endpoint)
            client.create_bucket(Bucket="kept")
            client.put_object(Bucket="kept", Key="folder/value", Body=value.encode())


def got(endpoint: Endpoint) -> str | None:
    """The value that the server keeps, or None."""
    match endpoint.role:
        case Role.POSTGRES:
            return _from_postgres(endpoint)
        case Role.REDIS:
            with _redis(endpoint) as client:
                value = client.get("kept")
                assert value is None or isinstance(value, bytes)
                return value.decode() if value is not None else None
        case _:
            return _from_s3(endpoint)


def _from_postgres(endpoint: Endpoint) -> str | None:
    with _connect(endpoint) as connection:
        try:
            row = connection.execute("SELECT value FROM kept").fetchone()
        except psycopg.errors.UndefinedTable:
            return None
    return row[0] if row else None


def _from_s3(endpoint: Endpoint) -> str | None:
    try:
        answer = _s3(endpoint).get_object(Bucket="kept", Key="folder/value")
    except ClientError as error:
        if error.response["Error"]["Code"] in ("NoSuchKey", "NoSuchBucket"):
            return None
        raise
    body: bytes = answer["Body"].read()
    return body.decode()


def _connect(endpoint: Endpoint) -> psycopg.Connection[Any]:
    return psycopg.connect(endpoint.url("postgres"), autocommit=True, connect_timeout=10)


def _redis(endpoint: Endpoint) -> redis.Redis:
    return redis.Redis(
        host=endpoint.host, port=endpoint.port, password=endpoint.password.reveal() or None
    )


def _s3(endpoint: Endpoint) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=endpoint.url(),
        aws_access_key_id=endpoint.user,
        aws_secret_access_key=endpoint.password.reveal(),
        region_name="us-east-1",
        config=Config(retries={"max_attempts": 1}, connect_timeout=5, read_timeout=20),
    )
