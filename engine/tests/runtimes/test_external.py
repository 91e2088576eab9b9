"""Services that run elsewhere: found by URL, never started, stopped or deleted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sixfold import web
from sixfold.errors import RequestError, ServiceUnhealthy
from sixfold.runtimes.external import ExternalRuntime

from tests.runtimes.engine_plans import plan

RUNTIME = ExternalRuntime()


@pytest.fixture
def port() -> Iterator[int]:
    """Where something takes connections."""
    with web.listen() as listener:
        yield listener.getsockname()[1]


def test_the_url_says_where_and_as_whom(tmp_path: Path, port: int) -> None:
    url = f"postgresql://the%20user:p%40ss@127.0.0.1:{port}/ignored"
    endpoint = RUNTIME.start(replace(plan(tmp_path), url=url))
    assert (endpoint.host, endpoint.port, endpoint.user) == ("127.0.0.1", port, "the user")
    assert endpoint.password.reveal() == "p@ss"
    assert RUNTIME.status(replace(plan(tmp_path), url=url)).state == "healthy"


def test_a_port_left_out_is_the_protocols_own(tmp_path: Path) -> None:
    status = RUNTIME.status(replace(plan(tmp_path), url="postgresql://127.0.0.1"))
    assert status.endpoint is not None
    assert status.endpoint.port == 5432


def test_what_does_not_answer_is_named_with_the_variable_that_says_where(tmp_path: Path) -> None:
    value = replace(plan(tmp_path), url=f"postgresql://u:secret@127.0.0.1:{web.free_port()}/")
    with pytest.raises(ServiceUnhealthy, match=r"nothing answers at 127\.0\.0\.1:\d+") as caught:
        RUNTIME.start(value)
    assert "SIXFOLD_POSTGRES_URL" in caught.value.hint
    assert "secret" not in f"{caught.value.message}{caught.value.hint}"
    assert RUNTIME.status(value).state == "stopped"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "has no URL for db"),
        ("postgresql://127.0.0.1:port/", "SIXFOLD_POSTGRES_URL names no port"),
        ("postgresql:///books", "SIXFOLD_POSTGRES_URL names no host"),
    ],
)
def test_a_url_that_says_too_little_is_refused(tmp_path: Path, url: str, why: str) -> None:
    with pytest.raises(RequestError, match=why):
        RUNTIME.start(replace(plan(tmp_path), url=url))


def test_what_others_started_stays(tmp_path: Path, port: int) -> None:
    value = replace(plan(tmp_path), url=f"postgresql://127.0.0.1:{port}")
    assert RUNTIME.stop(value) is False
    RUNTIME.remove(value)
    assert web.answers("127.0.0.1", port)
