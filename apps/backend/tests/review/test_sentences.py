"""What a rule says for itself, for a person."""

from __future__ import annotations

from decimal import Decimal

from src.review.rules import Rule


def test_bounds_are_told_as_a_person_wrote_them() -> None:
    rule = Rule(1, "ferry", "contains", 2, Decimal("-50.0000"), Decimal("-1.2500"))

    said = rule.sentence()

    assert (
        said
        == "The text contains “ferry”, the amount is at least -50, the amount is at most -1.25."
    )
