"""What is really there, looked at without sixfold's help, and what others have beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import boto3
import psycopg
import redis
from sixfold.core.lease import Record
from sixfold.runtimes.embedded import record as records


class Server:
    """The test servers of a home, looked at without sixfold's help."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def process(self, kind: str) -> int | None:
        """The pid of the server of this kind, if it runs."""
        for file in self.home.glob(f"cache/servers/shop/test/{kind}-*/server.json"):
            found = records.read(file)
            if found is not None and found.running is not None:
                return found.running.pid
        return None

    def port(self, kind: str) -> int:
        """Where it answers, or last did."""
        (file,) = self.home.glob(f"cache/servers/shop/test/{kind}-*/server.json")
        found = records.read(file)
        assert found is not None
        return found.port

    def sql(self, query: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """The rows of one query."""
        url = f"postgresql://shop:shop-password@127.0.0.1:{self.port('postgres')}/{database}"
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(query.encode())
            return list(cursor.fetchall()) if cursor.description else []

    def keys(self, number: int = 0) -> redis.Redis:
        """A client of one numbered Redis database."""
        return redis.Redis(port=self.port("redis"), db=number, decode_responses=True)

    def files(self) -> Any:
        """An S3 client."""
        return boto3.client(
            "s3",
            endpoint_url=f"http://127.0.0.1:{self.port('s3')}",
            aws_access_key_id="shop-access-key",
            aws_secret_access_key="shop-secret-key",
            region_name="us-east-1",
        )

    def everything(self) -> set[str]:
        """What there is on the servers, but templates that are whole, and what runs for it."""
        found = set()
        for name, comment in self.sql(
            "select datname, shobj_description(oid, 'pg_database') from pg_database"
        ):
            record = Record.decode(str(comment))
            if record is None or record.kind != "template":
                found.add(f"database {name}")
        found |= {f"intent {name}" for (name,) in self.sql("select name from sixfold.intent")}
        found |= {f"scope {key}" for key in self.keys().scan_iter("*")}
        s3 = self.files()
        found |= {f"bucket {one['Name']}" for one in s3.list_buckets()["Buckets"]}
        with suppress(Exception):
            listed = s3.list_objects_v2(Bucket="sixfold-ledger")
            found |= {f"ledger {one['Key']}" for one in listed.get("Contents", [])}
        found |= {f"run {run}" for run in self.home.glob("state/namespaces/*/*/run")}
        return found | {f"process {pid} of {run}" for pid, run in self.processes()}

    def processes(self) -> Iterator[tuple[int, str]]:
        """Every process that carries the mark of a run of this home."""
        mark = f"SIXFOLD_RUN={self.home}".encode()
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                for variable in (entry / "environ").read_bytes().split(b"\0"):
                    if variable.startswith(mark):
                        yield int(entry.name), variable.decode()


def plant(server: Server) -> None:
    """What others have on the same servers, under names that look like ours."""
    for name in ("someone_else", "shop_test_by_hand_gw0"):
        server.sql(f"create database {name}")
        server.sql("create table mine (text text)", name)
        server.sql("insert into mine values ('mine')", name)
    server.keys().set("sixfold:scoop", "mine")
    server.keys(4000).set("key", "mine")
    s3 = server.files()
    s3.create_bucket(Bucket="shop-test-by-hand-gw0")
    s3.put_object(Bucket="shop-test-by-hand-gw0", Key="mine", Body=b"mine")


def unharmed(server: Server) -> list[str]:
    """What of the planted things is not as it was."""
    harm = [
        f"rows of {name}"
        for name in ("someone_else", "shop_test_by_hand_gw0")
        if server.sql("select text from mine", name) != [("mine",)]
    ]
    if (server.keys().get("sixfold:scoop"), server.keys(4000).get("key")) != ("mine", "mine"):
        harm.append("keys")
    s3 = server.files()
    body = s3.get_object(Bucket="shop-test-by-hand-gw0", Key="mine")["Body"].read()
    return harm if body == b"mine" else [*harm, "object"]
