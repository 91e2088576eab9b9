"""The embedded Valkey and S3: what they keep, how many fit, and as whom one speaks to them."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest
import redis
from botocore.config import Config
from botocore.exceptions import ClientError
from redis.backoff import NoBackoff
from redis.retry import Retry
from sixfold import web
from sixfold.core.places import Places
from sixfold.core.service import Endpoint, Purpose, Role, Secret, Service
from sixfold.errors import RequestError
from sixfold.runtimes.base import ServerPlan
from sixfold.runtimes.embedded import EmbeddedRuntime

from tests.runtimes import clients
from tests.runtimes.contract import SERVICES
from tests.runtimes.places import open_places

RUNTIME = EmbeddedRuntime()
Starts = Callable[..., tuple[ServerPlan, Endpoint]]


@pytest.fixture(scope="module")
def places(programs: Path) -> Iterator[Places]:
    with open_places(programs) as places:
        yield places


@pytest.fixture
def starts(places: Places, request: pytest.FixtureRequest) -> Iterator[Starts]:
    """Starts servers of a project of this test's own, which are removed afterwards."""
    made = []

    def start(service: Service, purpose: Purpose = Purpose.TEST) -> tuple[ServerPlan, Endpoint]:
        project = request.node.name.partition("[")[0]
        plan = ServerPlan(service, project, purpose, web.free_port(), places)
        made.append(plan)
        return plan, RUNTIME.start(plan)

    yield start
    for plan in made:
        RUNTIME.remove(plan)


def s3(endpoint: Endpoint, **options: object) -> Any:
    given = {
        "aws_access_key_id": endpoint.user,
        "aws_secret_access_key": endpoint.password.reveal(),
        "region_name": "us-east-1",
        "config": Config(signature_version="s3v4"),
        **options,
    }
    return boto3.client("s3", endpoint_url=endpoint.url(), **given)  # type: ignore[call-overload] # a plain dict


def keys(endpoint: Endpoint, **options: object) -> Any:
    password = endpoint.password.reveal() or None
    return redis.Redis("127.0.0.1", endpoint.port, **{"password": password, **options})


def test_every_worker_of_every_worktree_has_a_number_of_its_own(starts: Starts) -> None:
    _, endpoint = starts(SERVICES[Role.REDIS])
    with keys(endpoint, db=4095) as last, keys(endpoint, db=0) as first:
        last.set("key", "last")
        assert first.get("key") is None


def test_a_wrong_password_is_refused(starts: Starts) -> None:
    _, endpoint = starts(SERVICES[Role.REDIS])
    # The client takes the refusal for a fault of the connection, and would try for four seconds.
    once = Retry(NoBackoff(), 0)
    with (
        keys(endpoint, password="wrong", retry=once) as client,
        pytest.raises(redis.AuthenticationError),
    ):
        client.ping()


def test_without_a_password_none_is_asked_for(starts: Starts) -> None:
    _, endpoint = starts(replace(SERVICES[Role.REDIS], command=(), environment={}))
    with keys(endpoint) as client:
        assert client.ping()


def test_development_keys_survive_a_kill_and_those_of_tests_do_not(starts: Starts) -> None:
    for purpose, kept in ((Purpose.DEV, "kept"), (Purpose.TEST, None)):
        plan, endpoint = starts(SERVICES[Role.REDIS], purpose)
        clients.put(endpoint, "kept")
        os.kill(RUNTIME.status(plan).pids[0], signal.SIGKILL)
        assert clients.got(RUNTIME.start(plan)) == kept


@pytest.mark.parametrize(
    "pair", ["access-key-long,secret-key", 'key"with"quotes,secret with "spaces" of sorts']
)
def test_s3_takes_the_keys_of_the_compose_file_and_no_others(starts: Starts, pair: str) -> None:
    service = replace(SERVICES[Role.S3], environment={"RCLONE_AUTH_KEY": pair})
    _, endpoint = starts(service)
    clients.put(endpoint, "kept")
    assert clients.got(endpoint) == "kept"
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        clients.got(replace(endpoint, password=Secret("wrong")))


def test_a_secret_that_the_s3_server_cannot_take_is_refused(starts: Starts) -> None:
    given = {"MINIO_ROOT_USER": "root", "MINIO_ROOT_PASSWORD": "a,secret"}
    with pytest.raises(RequestError, match="has a comma") as caught:
        starts(replace(SERVICES[Role.S3], image="minio/minio", environment=given))
    assert "a,secret" not in caught.value.message


def test_s3_without_keys_gets_some(starts: Starts) -> None:
    _, endpoint = starts(replace(SERVICES[Role.S3], image="minio/minio", environment={}))
    clients.put(endpoint, "kept")
    assert clients.got(endpoint) == "kept"
    assert endpoint.note == "the compose file asks for minio"


def test_an_object_is_listed_presigned_and_deleted(starts: Starts) -> None:
    _, endpoint = starts(SERVICES[Role.S3])
    client = s3(endpoint)
    client.create_bucket(Bucket="statements-test")
    client.put_object(Bucket="statements-test", Key="2024/may é.csv", Body=b"a;b")
    listed = client.list_objects_v2(Bucket="statements-test", Prefix="2024/")
    assert [found["Key"] for found in listed["Contents"]] == ["2024/may é.csv"]
    place = {"Bucket": "statements-test", "Key": "2024/may é.csv"}
    url = client.generate_presigned_url("get_object", Params=place)
    assert web.get(url).body == b"a;b"
    assert web.get(url.partition("?")[0]).status in (400, 403)
    client.delete_object(**place)
    assert "Contents" not in client.list_objects_v2(Bucket="statements-test")
