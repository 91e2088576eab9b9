"""What an address and a password must be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from src.auth import rules

GOOD = "a long enough phrase"


def fields(email: str = "ada@example.org", name: str = "Ada", password: str = GOOD) -> list[str]:
    """The fields at fault."""
    return [fault.field for fault in rules.registration_faults(email, name, password)]


@pytest.mark.parametrize("email", ["ada@example.org", "a+b@sub.example.co.uk", "ada@localhost"])
def test_an_address_is_taken_as_it_is(email: str) -> None:
    assert fields(email) == []


@pytest.mark.parametrize(
    "email",
    ["", "ada", "@example.org", "ada@", "a da@example.org", "ada@b@c.de", "a@b..c", "a\x00@b.de"],
)
def test_what_is_no_address_is_refused(email: str) -> None:
    assert fields(email) == ["email"]


@pytest.mark.parametrize("password", ["", "short", "aaaaaaaaaaaaaaa", "x" * 257, "Ada@Example.org"])
def test_a_password_that_is_easily_guessed_is_refused(password: str) -> None:
    assert fields(password=password) == ["password"]


def test_every_fault_is_told_at_once() -> None:
    assert fields("x", " ", "y") == ["email", "name", "password"]


@given(st.emails())
def test_spellings_of_one_address_are_one_address(email: str) -> None:
    assert rules.email_key(f" {email.upper()} ") == rules.email_key(email.lower())
