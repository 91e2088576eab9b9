"""Which requests could be another site's."""

from __future__ import annotations

import pytest

from src.auth.forgery import why_forged

HOST = {"host": "books.example"}
OURS = {"x-requested-with": "pages"}


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-origin"},
        {"origin": "https://books.example"} | OURS,
        OURS,
        {"sec-fetch-site": "none"} | OURS,
    ],
)
def test_our_own_pages_and_programs_may_change_things(headers: dict[str, str]) -> None:
    assert why_forged("POST", HOST | headers) is None


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site"} | OURS,
        {"sec-fetch-site": "same-site"} | OURS,
        {"sec-fetch-site": "none"},
        {"origin": "https://evil.example"} | OURS,
        {"origin": "null"} | OURS,
        {"origin": "https://books.example:8443"} | OURS,
        {"origin": "https://books.example.evil.example"} | OURS,
        {"x-requested-with": ""},
    ],
)
def test_what_may_be_another_sites_changes_nothing(headers: dict[str, str]) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert why_forged(method, HOST | headers)


def test_reading_needs_no_proof() -> None:
    assert why_forged("GET", HOST | {"sec-fetch-site": "cross-site"}) is None
