"""Placeholders are filled, or it is said where one has no value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.variables import placeholders, render
from sixfold.errors import RequestError

VALUES = {
    "postgres.user": "shop",
    "postgres.password": "p@ss/w:rd",
    "postgres.address": "127.0.0.1:5432",
    "database": "shop_test",
    "backend.url": "http://localhost:8000",
}


def filled(template: str) -> str:
    return render(template, VALUES, place="variables.X")


def test_placeholders_are_replaced() -> None:
    assert filled("{postgres.address}/{database}") == "127.0.0.1:5432/shop_test"


def test_a_password_within_a_url_is_encoded() -> None:
    url = filled("postgresql+asyncpg://{postgres.user}:{postgres.password}@{postgres.address}/x")

    assert url == "postgresql+asyncpg://shop:p%40ss%2Fw%3Ard@127.0.0.1:5432/x"


def test_a_password_by_itself_stands_as_it_is() -> None:
    assert filled("{postgres.password}") == "p@ss/w:rd"


def test_addresses_and_urls_are_never_encoded() -> None:
    assert filled("proxy://{backend.url}") == "proxy://http://localhost:8000"


def test_doubled_braces_are_braces() -> None:
    assert filled('{{"database": "{database}"}}') == '{"database": "shop_test"}'


@pytest.mark.parametrize("template", ["{database", "database}", "{{database}"])
def test_a_lonely_brace_is_refused(template: str) -> None:
    with pytest.raises(RequestError, match=r"variables\.X: a single"):
        filled(template)


def test_an_unknown_placeholder_names_its_place_and_the_nearest_one() -> None:
    with pytest.raises(RequestError) as caught:
        filled("{postgres.adress}")

    assert "variables.X" in caught.value.message
    assert "'postgres.address'" in caught.value.message


def test_an_error_shows_no_value() -> None:
    with pytest.raises(RequestError) as caught:
        filled("{nothing}")

    assert "p@ss" not in f"{caught.value.message} {caught.value.hint}"


def test_placeholders_are_listed_without_escaped_braces() -> None:
    assert placeholders("{{not}} {database} {backend.url}") == ["database", "backend.url"]


@given(st.text())
def test_every_text_can_be_escaped(text: str) -> None:
    assert filled(text.replace("{", "{{").replace("}", "}}")) == text


@given(st.text(min_size=1))
def test_a_value_is_never_read_as_a_template(value: str) -> None:
    assert render("{database}", {"database": value}, place="x") == value
