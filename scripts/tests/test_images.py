"""The two images, where an engine answers and `sixfold build` has made them; else skipped."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ("finance-report-backend:local", "finance-report-frontend:local")


def docker(*words: str, check: bool = True) -> str:
    argv = ["docker", *words]
    result = subprocess.run(argv, capture_output=True, text=True, check=check, timeout=60)
    return result.stdout.strip()


def described(image: str) -> dict[str, Any]:
    """What docker says of an image; a skip where there is no engine, or not this image."""
    if shutil.which("docker") is None:
        pytest.skip("docker is not on this machine")
    text = docker("image", "inspect", image, check=False)
    if not text or text == "[]":
        pytest.skip(f"docker does not answer, or does not hold {image}: sixfold build")
    found: list[dict[str, Any]] = json.loads(text)
    return found[0]


def test_the_pages_server_gives_the_headers_that_the_backend_gives() -> None:
    backend = (ROOT / "apps/backend/src/middleware.py").read_text()
    server = (ROOT / "apps/frontend/server/nginx.conf").read_text()
    headers = re.findall(r'add_header ([\w-]+) (?:"([^"]*)"|(\S+?))(?: always)?;', server)
    given = {name: quoted or word for name, quoted, word in headers}
    policy = re.findall(r"\"([a-z-]+ '[^\"]+)\"", backend)
    expected = dict(re.findall(r'"([A-Z][\w-]+)": "([^"]+)"', backend))
    expected["Content-Security-Policy"] = "; ".join(policy)

    assert len(policy) > 5
    assert len(expected) > 5
    assert {name: given.get(name) for name in expected} == expected


@pytest.mark.parametrize("image", IMAGES)
def test_an_image_runs_as_nobody_says_whether_it_is_healthy_and_carries_no_secret(
    image: str,
) -> None:
    about = described(image)
    config = about["Config"]

    assert config["User"] == "10001:10001"
    assert config["Healthcheck"]["Test"]
    assert {"org.opencontainers.image.revision", "dev.sixfold.tree"} <= set(config["Labels"])
    names = {line.partition("=")[0] for line in config["Env"]}
    assert not any(word in name for name in names for word in ("URL", "KEY", "SECRET", "TOKEN"))
    history = docker("history", "--no-trunc", "--format", "{{.CreatedBy}}", image)
    assert "index-url" not in history


@pytest.fixture
def pages() -> Iterator[str]:
    """The pages' container on a port of its own, on a root that cannot be written."""
    described(IMAGES[1])
    words = [
        "run",
        "--detach",
        "--read-only",
        "--tmpfs",
        "/tmp",
        "--publish",
        "127.0.0.1::8080",
    ]  # in the container
    container = docker(*words, IMAGES[1])
    try:
        place = docker("port", container, "8080").splitlines()[0]
        _wait_for(f"http://{place}/healthz")
        yield f"http://{place}"
    finally:
        docker("rm", "--force", container, check=False)


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            urlopen(url, timeout=5).close()  # noqa: S310  # of this machine
            return
        except (URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def test_pages_are_served_as_the_backend_serves_them(pages: str) -> None:
    for path in ("/", "/reconciliation", "/ping-pong"):
        with urlopen(f"{pages}{path}", timeout=10) as page:  # noqa: S310  # of this machine
            text = page.read().decode()
            assert page.headers["Cache-Control"] == "no-cache"
            # All files have one time: it must not pass for the time of a change.
            assert page.headers["Last-Modified"] is None
            assert page.headers["ETag"] is None
            assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    script = text.partition('src="/_next/')[2].partition('"')[0]
    with urlopen(f"{pages}/_next/{script}", timeout=10) as file:  # noqa: S310  # of this machine
        assert "immutable" in file.headers["Cache-Control"]


def test_a_page_that_is_not_there_and_an_api_that_nobody_answers_are_told_as_such(
    pages: str,
) -> None:
    for path, code in (("/gone", 404), ("/api/health", 502)):
        with pytest.raises(HTTPError) as refused:
            urlopen(f"{pages}{path}", timeout=10)  # noqa: S310  # of this machine
        assert refused.value.code == code
