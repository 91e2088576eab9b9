"""How CSV files are recognised: delimiter, encoding, heading, columns; each with its reason."""

from __future__ import annotations

import pytest

from src.statements.parsers.csv_detection import Detection, detect
from src.statements.parsers.decoding import decoded
from src.statements.parsers.profile import Profile

from .files import fixture


def profile_of(content: bytes) -> Profile:
    """The profile that must be found."""
    found = detect(content).profile
    assert found is not None
    return found


def reason(detection: Detection, field: str) -> str:
    """Why a field is what it is."""
    return next(each.why for each in detection.reasons if each.field == field)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "german_giro.csv",
            {"delimiter": ";", "encoding": "cp1252", "decimal_mark": ",", "date_order": "DMY",
             "date": 0, "value_date": 1, "amount": 7, "balance": 5, "texts": (2, 3, 4),
             "currency_column": 6, "first_row": 5},
        ),
        (
            "singapore_savings.csv",
            {"delimiter": ",", "decimal_mark": ".", "debit": 2, "credit": 3, "amount": None,
             "first_row": 5, "currency": "SGD"},
        ),
        ("us_checking.csv", {"date_order": "MDY", "amount": 3, "balance": 5, "date": 1}),
        ("us_card.csv", {"date": 0, "amount": 5, "texts": (2, 6)}),
        (
            "french_compte.csv",
            {"encoding": "utf-8-sig", "debit": 2, "credit": 3, "texts": (4,), "decimal_mark": ","},
        ),
        ("dutch_betaal.csv", {"direction": 5, "amount": 6, "account_column": 2, "texts": (1, 8)}),
    ],
)  # fmt: skip
def test_the_files_of_banks(name: str, expected: dict[str, object]) -> None:
    found = profile_of(fixture(name))

    assert {field: getattr(found, field) for field in expected} == expected


def test_every_choice_has_a_reason() -> None:
    detection = detect(fixture("german_giro.csv"))

    assert reason(detection, "date") == "headed 'Buchung'"
    assert "a day above 12 stands first" in reason(detection, "date_order")
    assert "have decimals after ','" in reason(detection, "decimal_mark")
    assert 0 < detection.confidence <= 1


def test_without_a_heading_columns_are_told_by_what_they_hold() -> None:
    content = b"2026-01-02,Coffee,-4.50\n2026-01-03,Rent,-900.00\n2026-01-04,Pay,3000.00\n"

    detection = detect(content)

    assert detection.profile is not None
    found = detection.profile
    assert (found.date, found.texts, found.amount, found.first_row) == (0, (1,), 2, 0)
    assert "of its cells read as dates" in reason(detection, "date")


def test_a_heading_that_lies_is_not_believed() -> None:
    """A column headed `Amount` that holds words is not one of amounts."""
    content = b"Date,Amount,Sum\n2026-01-02,small,-4.50\n2026-01-03,large,-900.00\n"

    assert profile_of(content).amount == 2


def test_a_broken_first_row_does_not_hide_the_heading() -> None:
    content = b"Date,Description,Amount\nyesterday,x,?\n2026-01-03,Rent,-900.00\n"

    detection = detect(content)

    assert detection.heading == ("Date", "Description", "Amount")
    assert profile_of(content).first_row == 1


def test_dates_that_show_no_order_are_a_guess_and_said_to_be() -> None:
    detection = detect(b"Date,Description,Amount\n01/02/2026,a,-1.00\n01/02/2026,b,-2.00\n")

    assert detection.confidence <= 0.4
    assert "can be read with the day or the month first" in reason(detection, "date_order")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter(delimiter: str) -> None:
    rows = [["Date", "Description", "Amount"], ["2026-01-02", "a, b", "-1.00"]]
    quoted = [[f'"{cell}"' for cell in row] for row in rows]
    content = "\n".join(delimiter.join(row) for row in quoted).encode()

    assert profile_of(content).delimiter == delimiter


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"a", b"Name,Colour\nhouse,red\n", b"1,2,3\n4,5,6\n", b"Date\n2026-01-02\n"],
)
def test_a_file_without_dates_and_amounts_has_no_profile(content: bytes) -> None:
    detection = detect(content)

    assert detection.profile is None
    assert detection.confidence == 0


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("cp1252", "cp1252"),
    ],
)
def test_encodings_are_told_by_what_they_show(encoding: str, named: str) -> None:
    text = "Buchung;Betrag\nMüller & Söhne, Café, Größe;1,00\n" * 5

    found = decoded(text.encode(encoding))

    assert (found.text, found.encoding) == (text, named)
    assert found.why


def test_an_encoding_that_was_asked_for_is_used_and_raises_nothing() -> None:
    assert decoded(b"\xff\xfe\xfd", "utf-8").text == "\ufffd\ufffd\ufffd"


def test_a_file_of_two_encodings_is_read_line_by_line_and_says_so() -> None:
    content = "Date,Description,Amount\n13/01/2026,Café,-4.50\n".encode()
    content += "14/01/2026,Bäcker,-1.00\n15/01/2026,Müller,-2.00\n".encode("cp1252")

    detection = detect(content)
    text = decoded(content, profile_of(content).encoding).text

    assert "1 of its lines in UTF-8" in reason(detection, "encoding")
    assert [word for word in ("Café", "Bäcker", "Müller") if word not in text] == []
