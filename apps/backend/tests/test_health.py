"""Health and ping: which service answers, and that each is this worker's own."""

from __future__ import annotations

import os
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from httpx import AsyncClient
from pydantic import AnyHttpUrl, SecretStr
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from src.auth.sessions import cookie_name
from src.config import Settings
from src.database import Database, address, connect
from src.services import Services

from .conftest import serving as shared
from .infra.objects import client_of, keys_of

pytestmark = pytest.mark.usefixtures("worker_database", "worker_bucket", "redis_scope")


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port of this machine that nobody answers on, and that nobody else gets meanwhile."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[AsyncClient]:
    """A client of the application with these settings, without the start that would refuse."""
    database = connect(settings.database_url.get_secret_value())
    async with shared(settings, database) as client:
        yield client
    await database.close()


def with_broken(settings: Settings, service: str, port: int) -> Settings:
    """The settings with one service at a port where nobody answers."""
    place = f"127.0.0.1:{port}"
    broken: dict[str, dict[str, Any]] = {
        "database": {"database_url": SecretStr(f"postgresql://u:hunter2@{place}/books")},
        "redis": {"redis_url": SecretStr(f"redis://:hunter2@{place}/0")},
        "s3": {"s3_endpoint": AnyHttpUrl(f"http://{place}")},
    }
    return settings.model_copy(update=broken[service])


async def test_healthy_when_every_service_answers(settings: Settings) -> None:
    async with serving(settings) as client:
        response = await client.get("/api/health")

    assert (response.status_code, response.json()["status"]) == (200, "healthy")
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("service", ["database", "redis", "s3"])
@pytest.mark.parametrize("path", ["/api/health", "/api/ping"])
async def test_503_says_which_service_does_not_answer(
    settings: Settings, closed_port: int, path: str, service: str
) -> None:
    async with serving(with_broken(settings, service, closed_port)) as client:
        response = await client.get(path)

    assert response.status_code == 503
    assert response.json()["status"] == "failing"
    failed = [check for check in response.json()["checks"] if not check["ok"]]
    assert [check["name"] for check in failed] == [service]
    assert failed[0]["detail"]
    assert "hunter2" not in response.text


async def test_a_request_without_a_database_is_told_so_and_does_not_crash(
    settings: Settings, closed_port: int
) -> None:
    broken = with_broken(settings, "database", closed_port)
    database = connect(broken.database_url.get_secret_value())
    async with shared(broken, database, user=1) as client:
        response = await client.get("/api/accounts")

    assert response.status_code == 503
    assert response.json()["type"].endswith("database-unavailable")


async def test_more_requests_than_connections_are_told_to_come_back(
    settings: Settings, worker_database: object
) -> None:
    url = address(settings.database_url.get_secret_value())
    engine = create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=0.01)
    narrow = Database("narrow", engine, async_sessionmaker(engine), async_sessionmaker(engine))
    async with engine.connect(), shared(settings, narrow, user=1) as client:
        response = await client.get("/api/accounts")
    await engine.dispose()

    assert response.status_code == 503
    assert response.json()["type"].endswith("too-busy")
    assert response.headers["retry-after"] == "2"


async def test_a_request_without_redis_is_told_so_and_does_not_crash(
    settings: Settings, database: Database, closed_port: int
) -> None:
    async with shared(with_broken(settings, "redis", closed_port), database) as client:
        client.cookies.set(cookie_name(settings), "any")
        response = await client.get("/api/accounts")

    assert response.status_code == 503
    assert response.json()["type"].endswith("redis-unavailable")
    assert "hunter2" not in response.text


async def test_in_production_ping_only_reads(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever smokes production changes nothing there, whatever the smoke asks for."""

    async def refuse(_: Services) -> str:
        raise AssertionError("production was written to")

    for trip in ("_database_echo", "_redis_echo", "_object_echo"):
        monkeypatch.setattr(Services, trip, refuse)

    async with serving(settings.model_copy(update={"environment": "production"})) as client:
        told = (await client.get("/api/ping")).json()
    assert told["status"] == "healthy"
    async with serving(settings) as client:
        told = (await client.get("/api/ping")).json()
    assert told["status"] == "failing"


async def test_ping_shows_the_names_of_this_worker(
    settings: Settings, worker_database: object, worker_bucket: object, redis_scope: object
) -> None:
    async with serving(settings) as client:
        answer = (await client.get("/api/ping")).json()

    assert answer["namespace"] == os.environ["NAMESPACE"]
    targets = {check["name"]: check["target"] for check in answer["checks"]}
    assert targets == {
        "database": worker_database.name,  # type: ignore[attr-defined] # a fixture of the plugin
        "redis": f"index {redis_scope.index}",  # type: ignore[attr-defined] # as above
        "s3": worker_bucket.name,  # type: ignore[attr-defined] # as above
    }
    assert all(check["milliseconds"] > 0 for check in answer["checks"])


async def test_ping_leaves_nothing_behind(settings: Settings) -> None:
    async with serving(settings) as client:
        assert (await client.get("/api/ping")).status_code == 200

    async with Redis.from_url(os.environ["REDIS_URL"]) as redis:
        assert await redis.dbsize() == 0
    assert keys_of(client_of(settings), settings.s3_bucket) == []


async def test_ping_makes_the_bucket_that_is_missing_in_development(settings: Settings) -> None:
    missing = settings.model_copy(update={"s3_bucket": f"{settings.s3_bucket}-missing"})
    async with serving(missing) as client:
        assert (await client.get("/api/health")).status_code == 503
        assert (await client.get("/api/ping")).status_code == 200
        assert (await client.get("/api/health")).status_code == 200
    client_of(settings).delete_bucket(Bucket=missing.s3_bucket)


async def test_ping_makes_no_bucket_in_production(settings: Settings) -> None:
    real = {"environment": "production", "s3_bucket": f"{settings.s3_bucket}-missing"}
    async with serving(settings.model_copy(update=real)) as client:
        response = await client.get("/api/ping")

    assert response.status_code == 503
    assert [check["name"] for check in response.json()["checks"] if not check["ok"]] == ["s3"]
