"""What every parser holds, whatever its format."""

from __future__ import annotations

import datetime as dt
import random
import time
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from src import days
from src.statements.parsers.base import LONGEST_TEXT, MOST_FAULTS, Reading, ReadLine
from src.statements.parsers.csv_detection import detect
from src.statements.parsers.registry import HEAD, PARSERS, parser_of, read

from .files import FIXTURES, RENDERED, SOUND, fixture

ALL = sorted(path.name for path in FIXTURES.iterdir())
# Letters that every format carries as they are. Digits alone could be a column of amounts.
WORDS = st.text("abcdefgéöüßñ", min_size=1, max_size=8)
CENTS = st.integers(-(10**9), 10**9).filter(bool)


@st.composite
def lines(draw: st.DrawFn) -> list[ReadLine]:
    """Lines of an account as any bank may write them."""
    found = []
    for number in range(draw(st.integers(1, 12))):
        day = draw(st.dates(dt.date(2001, 1, 1), dt.date(2039, 12, 31)))
        text = " ".join(draw(st.lists(WORDS, min_size=1, max_size=3, unique=True)))
        amount = Decimal(draw(CENTS)).scaleb(-2)
        found.append(ReadLine(number, day, amount, text, draw(st.sampled_from(["", f"T{number}"]))))
    return found


def said(reading: Reading) -> list[tuple[dt.date, Decimal, str, str]]:
    """What the lines say, without where they stood."""
    return [
        (line.date, line.amount, line.text, line.bank_id)
        for statement in reading.statements
        for line in statement.lines
    ]


def check(reading: Reading, content: bytes) -> None:
    """What holds for the reading of any bytes at all."""
    count = content.count(b"\n") + content.count(b"\r") + 2
    for statement in reading.statements:
        assert len(statement.account) <= 64
        assert statement.currency == "" or len(statement.currency) == 3
        for line in statement.lines:
            assert type(line.amount) is Decimal
            assert line.amount.is_finite()
            assert line.amount != 0
            assert days.FIRST <= line.date <= days.LAST
            assert 1 <= line.number <= count
            assert line.text == " ".join(line.text.split())
            assert "\x00" not in line.text + line.bank_id + statement.account
            assert len(line.text) <= LONGEST_TEXT
    for fault in reading.faults:
        assert 0 <= fault.line <= count
        assert fault.message
        assert "\x00" not in fault.text
    assert len(reading.faults) <= MOST_FAULTS + 1


@pytest.mark.parametrize("name", SOUND)
def test_a_file_is_recognised_by_its_own_parser_alone(name: str) -> None:
    head = fixture(name)[:HEAD]

    found = parser_of(head)

    assert found is not None
    assert found.name == SOUND[name]
    others = [each.name for each in PARSERS if each.recognises(head) and each.name != "csv"]
    assert others in ([SOUND[name]], [])


@pytest.mark.parametrize("name", ALL)
def test_a_reading_holds_what_all_readings_hold_and_is_the_same_again(name: str) -> None:
    content = fixture(name)

    reading = read(content)[1]

    check(reading, content)
    assert read(content)[1] == reading


@pytest.mark.parametrize("name", [name for name in SOUND if SOUND[name] != "pdf"])
def test_a_sound_file_loses_nothing(name: str) -> None:
    reading = read(fixture(name))[1]

    assert said(reading)
    assert not [fault for fault in reading.faults if fault.lost]


@pytest.mark.parametrize("name", [name for name in SOUND if SOUND[name] != "pdf"])
def test_lines_come_in_the_order_of_the_file(name: str) -> None:
    for statement in read(fixture(name))[1].statements:
        numbers = [line.number for line in statement.lines]
        assert numbers == sorted(numbers)


@pytest.mark.parametrize("style", RENDERED)
@given(written=lines())
def test_what_is_written_is_what_is_read(style: str, written: list[ReadLine]) -> None:
    if style == "german csv" or style == "csv":
        # Columns that are empty throughout show nothing; a CSV file of one line shows little.
        written = [replace(line, text=f"to {line.text}") for line in written]
    if style == "qif":
        written = [replace(line, bank_id="") for line in written]
    content = RENDERED[style](written)

    reading = read(content)[1]

    assert not [fault for fault in reading.faults if fault.lost]
    assert said(reading) == [(line.date, line.amount, line.text, line.bank_id) for line in written]


@pytest.mark.parametrize("name", ALL)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=max(1, settings().max_examples // 4))
def test_a_damaged_file_is_read_to_an_end(name: str, seed: int) -> None:
    """Bytes changed, doubled, dropped, and the end cut off: faults at most."""
    chance = random.Random(seed)  # noqa: S311 - damage, not secrets
    content = bytearray(fixture(name))
    for _ in range(chance.randint(1, 20)):
        at = chance.randrange(len(content))
        what = chance.randrange(4)
        if what == 0:
            content[at] = chance.randrange(256)
        elif what == 1:
            del content[at : at + chance.randint(1, 40)]
        elif what == 2:
            content[at:at] = content[at : at + chance.randint(1, 40)]
        else:
            del content[max(1, at) :]
        if not content:
            break
    damaged = bytes(content)

    check(read(damaged)[1], damaged)


@given(st.binary(max_size=400))
@example(b"")
@example(b"\x00" * 100)
@example(b"\xff\xfe")
@example(b"!Type:Bank\n^\n^\n^")
@example(b":20:\n:25:\n:60F:C")
@example(b"<OFX>" * 50)
def test_any_bytes_are_answered(content: bytes) -> None:
    detect(content)
    check(read(content)[1], content)
    for parser in PARSERS:
        check(parser.read(content), content)


@given(st.text("0123456789.,-/;:\t\n\"' ()abcDATEdateAMOUNTamount<>&^$!", max_size=300))
def test_any_text_like_that_of_banks_is_answered(text: str) -> None:
    content = text.encode()
    for parser in PARSERS:
        check(parser.read(content), content)
    check(read(b"Date,Description,Amount\n2026-01-02,x,1.00\n" + content)[1], b"\n\n" + content)


def test_a_file_of_many_messages_takes_no_longer_for_each_of_them() -> None:
    """Each message once copied all that followed: a file of 24 MB took minutes."""
    head = b":20:A\n:25:1\n:60F:C260101EUR1,00\n"

    def taken(messages: int) -> float:
        content = head + b":20:A\n" * messages
        begin = time.process_time()
        read(content)
        return time.process_time() - begin

    assert taken(40_000) < 20 * taken(5_000)  # the square would be 64 times
