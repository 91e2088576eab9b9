"""What is staged of a file: identities, days, sums, and what does not add up."""

from __future__ import annotations

import datetime as dt
import itertools
import string
from decimal import Decimal

import pytest

from src.money import MINOR_UNITS, RETIRED, is_currency
from src.statements import profiles
from src.statements.parsers.csv_detection import detect
from src.statements.parsers.profile import Profile
from src.statements.reading import read_file

from .files import fixture

HEADED = b"Date,Description,Amount,Account,Currency\n"


def test_a_profile_that_was_kept_is_restored() -> None:
    profile = Profile(date=1, texts=(2, 3), debit=4, decimal_mark=",", negate=True, currency="SGD")

    assert profiles.restored(profiles.kept(profile)) == profile


def test_files_of_one_bank_have_one_signature_and_others_another() -> None:
    german = fixture("german_giro.csv")
    later = german.replace(b"01.2026", b"02.2026").replace(b"Girokonto", b"Anderes Konto")

    signatures = [profiles.signature(detect(content)) for content in (german, later)]

    assert signatures[0] == signatures[1]
    assert profiles.signature(detect(fixture("french_compte.csv"))) != signatures[0]


def test_a_saved_profile_stands_in_for_the_guess() -> None:
    content = b"Date,Description,Amount\n01/02/2026,a,-1.00\n03/02/2026,b,-2.00\n"
    detection = detect(content)
    assert detection.profile is not None
    saved = Profile(date=0, texts=(1,), amount=2, date_order="MDY")

    read = read_file(content, {profiles.signature(detection): saved})

    assert read.confirmed
    assert [line.date for line in read.staged[0].lines] == [
        dt.date(2026, 1, 2),
        dt.date(2026, 3, 2),
    ]


def test_without_a_heading_a_saved_profile_is_used_but_asked_about() -> None:
    """Three columns are what every bank has."""
    content = b"2026-01-02,Coffee,4.50\n2026-01-03,Rent,900.00\n"
    saved = Profile(date=0, texts=(1,), amount=2, first_row=0, negate=True)

    read = read_file(content, {profiles.signature(detect(content)): saved})

    assert [str(line.amount) for line in read.staged[0].lines] == ["-4.50", "-900.00"]
    assert not read.confirmed


def test_a_guess_is_not_confirmed() -> None:
    assert not read_file(fixture("us_card.csv"), {}).confirmed
    assert read_file(fixture("us_register.qif"), {}).confirmed


def test_the_days_of_a_statement_are_those_that_it_names_or_those_of_its_lines() -> None:
    named = read_file(fixture("german_08.camt053.xml"), {}).staged[0]
    shown = read_file(fixture("us_register.qif"), {}).staged[0]

    assert (named.first, named.last) == (dt.date(2026, 1, 1), dt.date(2026, 1, 31))
    assert (shown.first, shown.last) == (dt.date(2026, 1, 3), dt.date(2026, 1, 28))
    assert named.moved == Decimal("2925.30")


def test_balances_that_do_not_add_up_are_told_with_what_is_missing() -> None:
    faults = read_file(fixture("wrong_balance.camt053.xml"), {}).faults

    assert "miss the closing balance 5000.00 by 74.70" in faults[0].message
    assert not faults[0].lost


def test_an_id_that_comes_twice_is_told_and_both_lines_are_staged() -> None:
    read = read_file(fixture("duplicate_ids.ofx"), {})

    assert "the id of line 14; both are kept" in read.faults[0].message
    assert len(set(read.staged[0].keys)) == 2


def test_half_a_yen_is_a_fault() -> None:
    content = HEADED + b"2026-01-02,Ramen,-900.5,1,JPY\n2026-01-03,Tea,-300,1,JPY\n"

    read = read_file(content, {})

    assert [line.text for line in read.staged[0].lines] == ["Tea"]
    assert "JPY has 0 decimals" in read.faults[0].message


def test_each_account_and_currency_is_a_statement() -> None:
    rows = [f"2026-01-02,a,-1.00,{account},{currency}" for account in "12"
            for currency in ("EUR", "SGD", "")]  # fmt: skip
    profile = Profile(date=0, texts=(1,), amount=2, account_column=3, currency_column=4)

    read = read_file(HEADED + "\n".join(rows).encode(), {}, profile)

    found = {(each.statement.account, each.statement.currency) for each in read.staged}
    assert found == {(account, code) for account in "12" for code in ("EUR", "SGD", "")}


def test_a_unit_that_is_no_currency_is_told_and_not_read_as_another() -> None:
    codes = ("EUR", "eur", "XBT")
    rows = "\n".join(f"1{day}/01/2026,a,-1.00,7,{code}" for day, code in enumerate(codes, start=3))
    profile = Profile(date=0, texts=(1,), amount=2, currency_column=4)

    read = read_file(b"Date,Text,Amount,No,Currency\n" + rows.encode(), {}, profile)
    guessed = read_file(b"Date,Text,Amount,No,Currency\n" + rows.encode(), {})

    for each in (read, guessed):
        assert [(one.statement.currency, len(one.lines)) for one in each.staged] == [("EUR", 2)]
        (fault,) = each.faults
        assert (fault.line, fault.lost, "'XBT'" in fault.message) == (4, True, True)


@pytest.mark.parametrize(
    ("name", "written", "lost"),
    [
        ("german_02.camt053.xml", (b'Ccy="EUR">84.20', b'Ccy="USD">84.20'), 1),
        ("us_checking_v1.ofx", (b"<CURDEF>USD", b"<CURDEF>XBT"), 0),
        ("german.mt940", (b"EUR", b"XBT"), 0),
    ],
)
def test_a_file_in_another_unit_than_it_should_be_says_so(
    name: str, written: tuple[bytes, bytes], lost: int
) -> None:
    content = fixture(name)
    changed = content.replace(*written)
    assert changed != content

    read = read_file(changed, {})

    assert any("XBT" in each.message or "USD" in each.message for each in read.faults)
    assert sum(each.lost for each in read.faults) == lost


def test_a_thousand_currencies_that_do_not_exist_are_a_thousand_faults() -> None:
    letters = itertools.product("JQ", string.ascii_uppercase, string.ascii_uppercase)
    codes = [code for code in map("".join, letters) if not is_currency(code)]
    rows = "\n".join(f"2026-01-02,a,-1.00,{code}" for code in codes[:1_000])
    profile = Profile(date=0, texts=(1,), amount=2, currency_column=3, date_order="YMD")

    read = read_file(HEADED + rows.encode(), {}, profile)

    assert read.staged == ()
    assert len(read.faults) == 1_000


def test_of_a_thousand_currencies_each_line_is_read_or_told_with_its_number() -> None:
    made_up = map("".join, itertools.product("JQ", *[string.ascii_uppercase] * 2))
    real, retired = list(MINOR_UNITS), list(RETIRED)
    codes = [*real, *retired, *(code for code in made_up if code not in {*real, *retired})][:1_000]
    rows = "\n".join(f"2026-01-02,a,-1.00,{code}" for code in codes)
    profile = Profile(date=0, texts=(1,), amount=2, currency_column=3, date_order="YMD")

    read = read_file(HEADED + rows.encode(), {}, profile)

    taken = {line.number: each.statement.currency for each in read.staged for line in each.lines}
    told = {fault.line: fault.message for fault in read.faults if fault.lost}
    assert len(set(codes)) == 1_000
    assert taken == {number: code for number, code in enumerate(codes, start=2) if code in real}
    assert taken.keys() | told.keys() == set(range(2, 1_002))
    assert all(repr(codes[number - 2]) in message for number, message in told.items())
    assert told[2 + codes.index("HRK")] == (
        "'HRK' was given up in 2023 for EUR: books are kept in currencies of today"
    )


def test_a_wrong_column_for_the_account_does_not_make_a_thousand_statements() -> None:
    rows = "\n".join(f"2026-01-02,a,-1.00,{number},EUR" for number in range(1_001))
    profile = Profile(date=0, texts=(1,), amount=2, account_column=3)

    read = read_file(HEADED + rows.encode(), {}, profile)

    assert read.staged == ()
    assert "more than 1000 statements" in read.faults[0].message


def test_a_month_without_bookings_is_a_statement_too() -> None:
    content = b":20:1\n:25:1/2\n:28C:2\n:60F:C260201EUR5,00\n:62F:C260228EUR5,00\n-\n"

    (staged,) = read_file(content, {}).staged

    assert (staged.lines, staged.moved) == ((), 0)
    assert staged.last == dt.date(2026, 2, 28)


def test_days_of_another_century_are_kept_and_pointed_at_once() -> None:
    """Programs write an empty date as 1900-01-01; a person sees it before it is committed."""
    content = b"Date,Description,Amount\n2026-01-02,a,-1\n1900-01-01,b,-2\n2100-01-01,c,-3\n"

    read = read_file(content, {}, Profile(date=0, texts=(1,), amount=2, date_order="YMD"))

    days = [line.date for line in read.staged[0].lines]
    assert days == [dt.date(2026, 1, 2), dt.date(1900, 1, 1), dt.date(2100, 1, 1)]
    (remark,) = read.faults
    assert (remark.line, remark.lost) == (3, False)
    assert "2 of the lines are dated before 1970 or after 2099, such as 1900-01-01" in (
        remark.message
    )
