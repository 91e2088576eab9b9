"""The exported pages, at the origin of the API."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

from src.auth.forgery import HEADER
from src.config import load
from src.main import create_app


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export as the frontend's build leaves it: nobody leaves it otherwise."""
    around = tmp_path_factory.mktemp("ui")
    pages = {
        "index.html": "home",
        "reconciliation.html": "reconciliation",
        "reconciliation/index.txt": "payload",
        "settings/index.html": "settings",
        "404.html": "no such page",
        "_next/static/chunks/app-0a1b.js": "code",
    }
    for name, text in pages.items():
        page = around / "out" / name
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text)
    (around / "secret.html").write_text("hunter2")
    return around / "out"


@pytest.fixture(scope="module")
def app(out: Path) -> FastAPI:
    """An application that serves this export. Its first request takes longer than all others."""
    return create_app(load().model_copy(update={"ui_directory": out}))


@pytest.fixture
async def browser(app: FastAPI) -> AsyncIterator[AsyncClient]:
    """A client of that application."""
    async with AsyncClient(
        transport=ASGITransport(app), base_url="http://books.test", headers={HEADER: "tests"}
    ) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/", "home"),
        ("/reconciliation", "reconciliation"),
        ("/reconciliation/index.txt", "payload"),
        ("/settings/", "settings"),
        ("/_next/static/chunks/app-0a1b.js", "code"),
    ],
)
async def test_pages_are_found_without_their_ending(
    browser: AsyncClient, path: str, text: str
) -> None:
    response = await browser.get(path)

    assert (response.status_code, response.text) == (200, text)


async def test_a_page_that_does_not_exist_is_the_exports_own_404(browser: AsyncClient) -> None:
    response = await browser.get("/nowhere")

    assert (response.status_code, response.text) == (404, "no such page")


@pytest.mark.parametrize("path", ["/../secret", "/%2e%2e/secret.html", "/..%2fsecret.html", "/%00"])
async def test_nothing_outside_the_export_is_served(browser: AsyncClient, path: str) -> None:
    response = await browser.get(path)

    assert response.status_code == 404
    assert "hunter2" not in response.text


async def test_hashed_files_are_kept_and_pages_asked_for_again(browser: AsyncClient) -> None:
    chunk = await browser.get("/_next/static/chunks/app-0a1b.js")
    page = await browser.get("/")
    again = await browser.get("/", headers={"if-none-match": page.headers["etag"]})

    assert "immutable" in chunk.headers["cache-control"]
    assert page.headers["cache-control"] == "no-cache"
    assert again.status_code == 304


async def test_a_page_takes_no_post(browser: AsyncClient) -> None:
    assert (await browser.post("/")).status_code == 405


async def test_pages_that_are_not_built_say_how_to_build_them_until_they_are(
    browser: AsyncClient, out: Path
) -> None:
    out.rename(out.with_name("later"))
    try:
        before = await browser.get("/")
    finally:
        out.with_name("later").rename(out)
    after = await browser.get("/")

    assert before.status_code == 503
    assert "npm run build" in before.text
    assert after.text == "home"


@pytest.mark.parametrize("path", ["/", "/nowhere", "/api/nowhere", "/api/docs"])
async def test_every_answer_forbids_framing_and_foreign_content(
    browser: AsyncClient, path: str
) -> None:
    headers = (await browser.get(path)).headers

    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"


def assert_problem(response: Response, status: int) -> None:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


async def test_an_unknown_path_of_the_api_is_a_problem_and_no_page(browser: AsyncClient) -> None:
    assert_problem(await browser.get("/api/nowhere"), 404)
    assert_problem(await browser.get("/api"), 404)


async def test_a_wrong_method_is_said_to_be_one(browser: AsyncClient) -> None:
    response = await browser.delete("/api/accounts")

    assert_problem(response, 405)
    assert set(response.headers["allow"].split(", ")) & {"GET", "POST"}
