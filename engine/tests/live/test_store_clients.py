"""What sixfold itself says to Redis and S3 servers, to real ones."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sixfold import shell, web
from sixfold.clients.cache import Cache, Scope
from sixfold.clients.objects import Objects
from sixfold.clients.resp import Connection, Refused
from sixfold.clients.s3 import S3
from sixfold.core.lease import Kind, Owner, Record
from sixfold.core.places import Places
from sixfold.core.service import Endpoint, Purpose, Role, Secret
from sixfold.errors import ServiceUnhealthy
from sixfold.runtimes.base import ServerPlan
from sixfold.runtimes.embedded import EmbeddedRuntime

from tests.runtimes.contract import SERVICES
from tests.runtimes.places import open_places

DEAD = Owner(1, 0.0, "another boot", shell.this_process("").host)


@pytest.fixture(scope="module")
def endpoint_of(programs: Path) -> Iterator[Callable[[Role], Endpoint]]:
    """Servers of these tests, each started when a test first asks for it."""
    runtime, plans = EmbeddedRuntime(), dict[Role, ServerPlan]()

    def start(role: Role) -> Endpoint:
        if role not in plans:
            plans[role] = plan_of(role, places)
        return runtime.start(plans[role])

    with open_places(programs) as places:
        yield start
        for plan in plans.values():
            runtime.remove(plan)


def plan_of(role: Role, places: Places) -> ServerPlan:
    return ServerPlan(SERVICES[role], "clients", Purpose.TEST, web.free_port(), places)


@pytest.fixture
def redis(endpoint_of: Callable[[Role], Endpoint]) -> Iterator[Endpoint]:
    """A server with no key in it."""
    endpoint = endpoint_of(Role.REDIS)
    yield endpoint
    with closing(Connection(endpoint)) as client:
        client.ask("FLUSHALL")


@pytest.fixture
def s3(endpoint_of: Callable[[Role], Endpoint]) -> Endpoint:
    return endpoint_of(Role.S3)


def record(kind: Kind, name: str, owner: Owner | None = None) -> Record:
    return Record(kind, name, "shop", "main", "main", owner or shell.this_process("us"), 1.0)


def claim(cache: Cache, name: str, owner: Owner | None = None) -> Scope:
    return cache.claim(record(Kind.SCOPE, name, owner), alive=shell.alive)


def test_claims_are_listed_kept_apart_and_released(redis: Endpoint) -> None:
    cache = Cache(redis)
    one, other = claim(cache, "one"), claim(cache, "other")
    with closing(Connection(redis, one.index)) as client:
        client.ask("SET", "key", "some \r\n text ä")
        assert client.ask("GET", "key") == "some \r\n text ä"

    assert {one.index, other.index} == {1, 2}
    assert cache.inventory() == [one, other]
    assert cache.release(one)
    assert not cache.release(one)
    assert cache.inventory() == [other]
    with closing(Connection(redis, one.index)) as client:
        assert client.ask("GET", "key") is None
    cache.close()


def test_what_the_dead_left_is_taken_over_empty(redis: Endpoint) -> None:
    cache = Cache(redis)
    left = claim(cache, "left", DEAD)
    with closing(Connection(redis, left.index)) as client:
        client.ask("SET", "key", "left")
        taken = claim(cache, "ours")
        assert taken.index == left.index
        assert client.ask("DBSIZE") == 0
    assert not cache.release(left)
    cache.close()


def test_of_many_who_claim_at_once_nobody_shares(redis: Endpoint) -> None:
    claimed: list[int] = []

    def act(number: int) -> None:
        cache = Cache(redis)
        claimed.append(claim(cache, f"scope {number}").index)
        cache.close()

    threads = [threading.Thread(target=act, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(claimed) == list(range(1, 13))


def test_a_wrong_password_of_redis_is_told(redis: Endpoint) -> None:
    with pytest.raises(ServiceUnhealthy, match="does not let sixfold in") as caught:
        Cache(replace(redis, password=Secret("not-the-word")))
    assert "not-the-word" not in caught.value.message


def test_a_command_that_redis_refuses_is_told_in_its_words(redis: Endpoint) -> None:
    with closing(Connection(redis)) as client, pytest.raises(Refused, match="unknown command"):
        client.ask("NONSENSE")


def test_nothing_that_answers_is_told() -> None:
    nowhere = Endpoint(Role.REDIS, "127.0.0.1", web.free_port())
    with pytest.raises(ServiceUnhealthy, match="does not answer"):
        Cache(nowhere)
    with pytest.raises(ServiceUnhealthy, match="does not answer"):
        Objects(replace(nowhere, role=Role.S3)).inventory()


def test_a_bucket_is_recorded_emptied_and_dropped_whatever_is_in_it(s3: Endpoint) -> None:
    objects, server = Objects(s3), S3(s3)
    made = record(Kind.BUCKET, "shop-test-main")
    keys = ["plain", "with space", "a+b&c=d", "deep/er/é?.csv", "<tag>", "100%"]
    objects.create(made)
    objects.create(made)
    for key in keys:
        server.send("PUT", f"/{made.name}/{key}", body=key.encode())

    assert objects.inventory() == [made]
    assert sorted(server.keys(made.name)) == sorted(keys)
    assert server.send("GET", f"/{made.name}/a+b&c=d") == b"a+b&c=d"
    assert objects.empty(made.name) == len(keys)
    objects.drop(made.name)
    objects.drop(made.name)
    assert objects.inventory() == []
    assert objects.buckets() == []


def test_more_objects_than_one_answer_lists_are_all_found(s3: Endpoint) -> None:
    server = S3(s3)
    server.send("PUT", "/many")
    for number in range(5):
        server.send("PUT", f"/many/{number}")

    pages = server.keys("many", at_once=2)

    assert list(pages) == ["0", "1", "2", "3", "4"]
    Objects(s3).drop("many")


def test_a_wrong_secret_of_s3_is_told(s3: Endpoint) -> None:
    with pytest.raises(ServiceUnhealthy, match="SignatureDoesNotMatch"):
        Objects(replace(s3, password=Secret("wrong"))).buckets()
