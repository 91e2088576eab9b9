"""The API's documentation works without a network and tells the truth about errors."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient

from src import contract

from .conftest import application


@pytest.fixture
async def reader() -> AsyncIterator[AsyncClient]:
    """A client of an application that has no service behind it."""
    transport = ASGITransport(application())
    async with AsyncClient(transport=transport, base_url="http://books.test") as client:
        yield client


async def test_every_file_of_the_page_comes_from_this_origin(reader: AsyncClient) -> None:
    page = (await reader.get("/api/docs")).text

    files = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(files) >= 3
    for file in files:
        assert file.startswith("/api/"), file
        assert (await reader.get(file)).status_code == 200


async def test_the_page_shows_the_document_of_this_api(reader: AsyncClient) -> None:
    assert "/api/openapi.json" in (await reader.get("/api/docs")).text

    document: dict[str, Any] = (await reader.get("/api/openapi.json")).json()

    assert set(document["paths"]) >= {
        "/api/accounts",
        "/api/entries",
        "/api/entries/{entry_id}",
        "/api/entries/{entry_id}/post",
        "/api/entries/{entry_id}/reverse",
        "/api/health",
        "/api/ping",
        "/api/trial-balance",
    }


async def test_amounts_are_strings_in_the_document(reader: AsyncClient) -> None:
    schemas = (await reader.get("/api/openapi.json")).json()["components"]["schemas"]

    assert schemas["LineIn"]["properties"]["amount"]["type"] == "string"
    assert schemas["LineOut"]["properties"]["amount"]["type"] == "string"


async def test_refusals_are_documented_as_the_problems_they_are(reader: AsyncClient) -> None:
    document = (await reader.get("/api/openapi.json")).json()
    answers = document["paths"]["/api/entries/{entry_id}/post"]["post"]["responses"]

    for status in ("404", "409", "422"):
        schema = answers[status]["content"]["application/problem+json"]["schema"]
        assert schema == {"$ref": "#/components/schemas/Problem"}


def test_every_reference_in_the_document_leads_somewhere() -> None:
    """Programs are generated from it: a reference to nothing leaves them without a type."""
    document = application().openapi()

    found = set(re.findall(r'"\$ref": "(#/[^"]+)"', json.dumps(document)))

    assert "#/components/schemas/Problem" in found
    assert {each.rpartition("/")[2] for each in found} <= set(document["components"]["schemas"])


def test_the_pages_client_is_of_this_api() -> None:
    client = Path(__file__).parents[2] / "frontend/src/lib/api-types.ts"

    head = client.read_text().splitlines()[0]

    assert contract.fingerprint(application()) in head, (
        "the API has changed since the pages' client was written: npm run client"
    )
