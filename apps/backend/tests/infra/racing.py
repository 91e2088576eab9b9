"""One of two processes that use their worker's services at the same moment.

Not collected by itself: `test_isolation.py` runs it in two processes of two namespaces.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

from redis import Redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from src.config import load
from src.database import address

from .objects import client_of, keys_of

PATIENCE = 60.0


def meet(step: str) -> None:
    """Return when the other process has come to the same step."""
    place = Path(os.environ["RENDEZVOUS"])
    (place / f"{step}.{os.getpid()}").touch()
    deadline = time.monotonic() + PATIENCE
    while len(list(place.glob(f"{step}.*"))) < 2:
        assert time.monotonic() < deadline, f"nobody else came to {step}"
        time.sleep(0.01)


async def test_both_write_and_each_sees_its_own(
    worker_database: Any, worker_bucket: Any, redis_scope: Any
) -> None:
    settings = load()
    engine = create_async_engine(address(os.environ["DATABASE_URL"]))
    redis = Redis.from_url(os.environ["REDIS_URL"])
    s3 = client_of(settings)

    meet("start")
    async with engine.begin() as connection:
        await connection.execute(
            text(
                "WITH racer AS (INSERT INTO users (name) VALUES ('Racer') RETURNING id)"
                " INSERT INTO accounts (user_id, code, name, type, currency)"
                " SELECT id, 'RACE', 'Race', 'asset', 'SGD' FROM racer"
            )
        )
    redis.rpush("race", os.getpid())
    s3.put_object(Bucket=settings.s3_bucket, Key=f"race/{os.getpid()}", Body=b"")
    meet("written")

    async with engine.begin() as connection:
        codes = list(await connection.scalars(text("SELECT code FROM accounts")))
    pushed = redis.lrange("race", 0, -1)
    stored = keys_of(s3, settings.s3_bucket)
    meet("read")
    names = [worker_database.name, worker_bucket.name, redis_scope.url, os.environ["NAMESPACE"]]
    (Path(os.environ["RENDEZVOUS"]) / f"names.{os.getpid()}.json").write_text(json.dumps(names))

    s3.delete_object(Bucket=settings.s3_bucket, Key=f"race/{os.getpid()}")
    redis.close()
    await engine.dispose()
    assert codes == ["RACE"]
    assert pushed == [str(os.getpid()).encode()]
    assert stored == [f"race/{os.getpid()}"]
