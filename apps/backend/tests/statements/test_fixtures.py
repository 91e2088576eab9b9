"""What each bank's file says, line by line; and what is said of files that are broken."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from src.statements.parsers.base import LineFault, ReadStatement
from src.statements.parsers.registry import read

from .files import fixture


def only(name: str) -> ReadStatement:
    """The one statement of a file."""
    statements = read(fixture(name))[1].statements
    assert len(statements) == 1
    return statements[0]


def faults(name: str) -> list[LineFault]:
    """The faults of a file."""
    return list(read(fixture(name))[1].faults)


def amounts(statement: ReadStatement) -> list[str]:
    """The amounts, as digits."""
    return [f"{line.amount:.2f}" for line in statement.lines]


@pytest.mark.parametrize(
    ("name", "account", "currency", "opening", "closing", "moved"),
    [
        ("german_giro.csv", "DE12500105170648489890", "EUR", "2000.00", "3911.30", "1911.30"),
        ("singapore_savings.csv", "", "SGD", None, None, "4618.80"),
        ("us_checking.csv", "", "", "962.40", "2418.33", "1455.93"),
        ("us_card.csv", "", "", None, None, "-5.75"),
        ("french_compte.csv", "", "", "2000.00", "3458.80", "1458.80"),
        ("dutch_betaal.csv", "NL20INGB0001234567", "EUR", None, None, "1226.55"),
        ("us_checking_v1.ofx", "021000021 000000123456789", "USD", None, "2418.33", "1455.93"),
        ("singapore_card_v2.qfx", "4111XXXXXXXX1111", "SGD", None, "-212.35", "481.10"),
        ("german_register.qif", "Girokonto", "", "1000.00", None, "3065.80"),
        ("us_register.qif", "", "", None, None, "1168.33"),
        ("german_02.camt053.xml", "DE12500105170648489890", "EUR", "2000.00", "4925.30", "2925.30"),
        ("german_08.camt053.xml", "DE12500105170648489890", "EUR", "2000.00", "4925.30", "2925.30"),
        ("german.mt940", "50010517/0648489890", "EUR", "2000.00", "5046.80", "3046.80"),
        ("dutch_parts.sta", "NL20INGB0001234567EUR", "EUR", "100.00", "1326.55", "1226.55"),
    ],
)
def test_account_currency_and_balances(
    name: str, account: str, currency: str, opening: str, closing: str, moved: str
) -> None:
    statement = only(name)

    assert (statement.account, statement.currency) == (account, currency)
    assert (statement.opening and statement.opening.amount) == (opening and Decimal(opening))
    assert (statement.closing and statement.closing.amount) == (closing and Decimal(closing))
    assert sum(line.amount for line in statement.lines) == Decimal(moved)


def test_a_german_csv_in_the_encoding_of_windows() -> None:
    line = only("german_giro.csv").lines[0]

    assert line.date == dt.date(2026, 1, 31)
    assert line.amount == Decimal("-84.20")
    assert line.text == "Stadtwerke Köln GmbH Lastschrift Strom Abschlag 01/26 Vertrag 4711"
    assert line.balance == Decimal("3911.30")
    assert line.number == 8


def test_columns_for_in_and_out() -> None:
    singapore, french = only("singapore_savings.csv"), only("french_compte.csv")

    assert amounts(singapore) == ["-5.40", "6800.00", "-2150.00", "-12.90", "-12.90"]
    assert amounts(french) == ["-52.30", "2310.00", "-18.90", "-780.00"]
    assert french.lines[2].date == dt.date(2026, 1, 12)
    assert french.lines[2].value_date == dt.date(2026, 1, 13)


def test_a_column_of_words_for_in_and_out() -> None:
    assert amounts(only("dutch_betaal.csv")) == ["-23.45", "1250.00"]


def test_months_that_stand_first() -> None:
    assert [line.date.day for line in only("us_checking.csv").lines] == [30, 29, 12, 5]


def test_ids_of_the_bank_are_kept() -> None:
    assert [line.bank_id for line in only("singapore_card_v2.qfx").lines] == ["A-1", "A-2"]
    assert only("us_checking_v1.ofx").lines[0].bank_id == "202601050001"
    assert [line.bank_id for line in only("german.mt940").lines] == [
        "2026011700001", "", "", "2026013000002", "2026013100009",
    ]  # fmt: skip


def test_sgml_with_entities_and_the_encoding_of_its_header() -> None:
    texts = [line.text for line in only("us_checking_v1.ofx").lines]

    assert texts == [
        "PUGET SOUND ENERGY BILLPAY",
        "CHECK check 1042",
        "NORTHWIND CORP & SONS PAYROLL PPD",
        "CAFÉ D'ARTE",
    ]


def test_the_dates_of_quicken() -> None:
    days = [line.date for line in only("us_register.qif").lines]

    assert days == [dt.date(2026, 1, 3), dt.date(2026, 1, 15), dt.date(2026, 1, 28)]


@pytest.mark.parametrize("version", ["02", "08"])
def test_a_batch_is_split_and_what_is_pending_is_not_booked(version: str) -> None:
    name = f"german_{version}.camt053.xml"
    lines = only(name).lines

    assert [(str(line.amount), line.bank_id) for line in lines] == [
        ("-84.20", "2026011700001"),
        ("-100.00", "2026012000007 RE-1"),
        ("-40.50", "2026012000007 RE-2"),
        ("3150.00", "2026013000002"),
    ]
    assert lines[0].text == "Stadtwerke Köln GmbH Strom Abschlag 01/26 Vertrag 4711"
    assert lines[0].value_date == dt.date(2026, 1, 18)
    assert [(fault.line, fault.lost) for fault in faults(name)] == [(39, False)]
    assert "not booked yet" in faults(name)[0].message


def test_a_batch_that_does_not_add_up_stays_one_line() -> None:
    content = fixture("german_08.camt053.xml").replace(b">40.50<", b">41.50<")

    _, reading = read(content)

    assert [str(line.amount) for line in reading.statements[0].lines] == [
        "-84.20", "-140.50", "3150.00",
    ]  # fmt: skip
    assert any("do not add up" in fault.message for fault in reading.faults)


@pytest.mark.parametrize("version", ["02", "03", "04", "05", "06", "07", "08"])
def test_every_version_of_the_namespace_is_read(version: str) -> None:
    content = fixture("german_02.camt053.xml").replace(b"001.02", f"001.{version}".encode())

    assert len(read(content)[1].statements[0].lines) == 4


def test_xml_that_is_not_in_the_encoding_it_names_is_read_and_told() -> None:
    content = fixture("german_08.camt053.xml").decode().encode("cp1252")

    _, reading = read(content)

    assert reading.statements[0].lines[0].text.startswith("Stadtwerke Köln GmbH")
    assert "not in the encoding that it names" in reading.faults[0].message


def test_prefixed_names_are_the_same_names() -> None:
    content = fixture("german_08.camt053.xml").decode()
    content = content.replace("<Ntry>", "<c:Ntry>").replace("</Ntry>", "</c:Ntry>")

    assert len(read(content.encode())[1].statements[0].lines) == 4


def test_the_field_for_the_purpose_in_its_national_forms() -> None:
    german = [line.text for line in only("german.mt940").lines]
    dutch = [line.text for line in only("dutch_parts.sta").lines]

    assert german == [
        "Stadtwerke Koeln GmbH Strom Abschlag 01/26 Vertrag 4711",
        "Baeckerei Schaefer Cafe am Markt",
        "Baeckerei Schaefer Cafe am Markt",
        "ACME Maschinenbau GmbH Lohn Januar",
        "Ruecklastschrift",
    ]
    assert dutch == ["Albert Heijn 1521", "J DE VRIES Huur januari"]


def test_a_reversed_credit_is_money_that_left() -> None:
    assert only("german.mt940").lines[-1].amount == -10


# --- broken files ----------------------------------------------------------------------------


def test_every_bad_line_is_told_with_its_number_and_the_others_stay() -> None:
    assert [line.number for line in only("bad_lines.csv").lines] == [2, 10]
    assert {fault.line: fault.message for fault in faults("bad_lines.csv")} == {
        3: "'not a date' is not a date",
        4: "'abc' is not an amount",
        5: "1899-12-31 is not between 1900 and 2199",
        6: "2200-01-01 is not between 1900 and 2199",
        7: "'2026-02-30' is not a day of the calendar",
        8: "an amount of zero books nothing",
        9: "the amount has more than 4 decimals",
        11: "2 columns, at least 3 are needed",
    }
    assert faults("bad_lines.csv")[0].text == "not a date | Never booked | -1.00 | 89.00"


def test_a_quote_that_is_never_closed_costs_its_own_line() -> None:
    statement = only("unclosed_quote.csv")

    assert [line.number for line in statement.lines] == [2, *range(4, 33)]
    assert [(fault.line, fault.message) for fault in faults("unclosed_quote.csv")] == [
        (3, "a quote opens here and is never closed")
    ]


def test_a_damaged_character_is_a_remark() -> None:
    assert only("damaged_utf8.csv").lines[0].text == "Café Zürich für Müller"
    assert [(fault.line, fault.lost) for fault in faults("damaged_utf8.csv")] == [(4, False)]


@pytest.mark.parametrize(
    ("name", "kept", "said"),
    [
        ("truncated_v1.ofx", 2, "the file ends inside this transaction"),
        ("truncated.qif", 2, "a record without its end (^): the file was cut"),
        ("truncated.camt053.xml", 3, "the file ends inside this entry"),
        ("truncated.mt940", 5, "there is no closing balance (62F): the file may be cut"),
    ],
)
def test_a_file_that_was_cut_keeps_what_came_before(name: str, kept: int, said: str) -> None:
    assert len(only(name).lines) == kept
    assert said in [fault.message for fault in faults(name)]


@pytest.mark.parametrize("name", ["entity_bomb.camt053.xml", "entities.ofx"])
def test_entities_are_refused_before_they_grow(name: str) -> None:
    _, reading = read(fixture(name))

    assert reading.statements == ()
    assert "refused" in reading.faults[0].message


def test_fields_of_mt940_that_are_broken_are_told_with_their_lines() -> None:
    assert [(fault.line, fault.message) for fault in faults("bad_lines.mt940")] == [
        (6, "the amount cannot be read"),
        (10, "the field is not written as MT940 writes it"),
    ]
    assert len(only("bad_lines.mt940").lines) == 3


def test_a_pdf_is_said_to_be_not_read() -> None:
    name, reading = read(fixture("statement.pdf"))

    assert (name, reading.statements) == ("pdf", ())
    assert "not read" in reading.faults[0].message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"  \n\n", "empty"),
        (b"PK\x03\x04rest", "zip archive or an Excel workbook"),
        (b"\x1f\x8b\x08rest", "gzip"),
        (b"\xd0\xcf\x11\xe0rest", "old Excel"),
        (b"<html><body>Session expired</body></html>", "it is none of"),
        (b"\x00\x01\x02\x03" * 100, "it is none of"),
        (b"<OFX></OFX>", "no bank or credit-card statement"),
        (b"<?xml version='1.0'?><Document xmlns='camt.053'><a/></Document>", "no statement"),
        (b"!Type:Invst\nD1/1/26\n^\n", "not a register that is read"),
        (b"Name,Colour\nhouse,red\ntree,green\n", "no column holds dates"),
    ],
)
def test_what_is_no_statement_is_told_in_a_sentence(content: bytes, said: str) -> None:
    _, reading = read(content)

    assert not any(statement.lines for statement in reading.statements)
    assert any(said in fault.message for fault in reading.faults)


# --- bounds ----------------------------------------------------------------------------------


def test_deep_nesting_is_refused() -> None:
    head = b'<Document xmlns="urn:camt.053.001.02"><BkToCstmrStmt>'

    for content in (head + b"<a>" * 5000, b"<OFX>" + b"<a>" * 5000):
        _, reading = read(content)
        assert any("deep" in fault.message for fault in reading.faults)


def test_a_line_of_a_million_columns_costs_its_own_line() -> None:
    content = b"Date,Description,Amount\n2026-01-02,a,1\n" + b"1," * 30_000 + b"\n"
    content += b"," * 1_000_000 + b"\n2026-01-03,b,2\n"

    _, reading = read(content)

    assert [line.number for line in reading.statements[0].lines] == [2, 5]
    assert [fault.line for fault in reading.faults] == [3, 4]


def test_zero_bytes_are_left_out_and_told() -> None:
    _, reading = read(b"Date,Description,Amount\n2026-01-02,a\x00b,-1.00\n2026-01-03,c,-2.00\n")

    assert [line.text for line in reading.statements[0].lines] == ["a b", "c"]
    assert [(fault.line, fault.lost) for fault in reading.faults] == [(2, False)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_in_its_forms(encoding: str) -> None:
    text = "Date,Description,Amount\n2026-01-02,Café München,-1.00\n2026-01-03,b,-2.00\n"

    _, reading = read(text.encode(encoding))

    assert reading.statements[0].lines[0].text == "Café München"
    assert reading.faults == ()


def test_faults_are_bounded() -> None:
    content = b"Date,Description,Amount\n" + b"2026-01-02,a,1.00\n2026-01-02,a,x\n" * 5000

    _, reading = read(content)

    assert len(reading.faults) == 1001
    assert "4000 more" in reading.faults[0].message


# --- one bad booking -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("us_checking_v1.ofx", b"-850.00", b"eight", "is not an amount"),
        ("us_checking_v1.ofx", b"20260112120000[-5:EST]<TRN", b"2026<TRN", "is not a date of OFX"),
        ("us_checking_v1.ofx", b"-850.00", b"-0.00", "zero books nothing"),
        ("singapore_card_v2.qfx", b"<DTPOSTED>20260118</DTPOSTED>", b"", "is not a date of OFX"),
        ("us_register.qif", b"T2,480.50", b"T2,480.5.0", "is not an amount"),
        ("us_register.qif", b"D1/15'26", b"D99/99'26", "not a day of the calendar"),
        ("german_02.camt053.xml", b"<CdtDbtInd>CRDT</CdtDbtInd><Sts>", b"<Sts>", "neither CRDT"),
        ("german_02.camt053.xml", b">3150.00<", b">lots<", "is not an amount"),
        ("german_02.camt053.xml", b"2026-01-17", b"1899-01-17", "not between 1900 and 2199"),
        ("german.mt940", b":61:2601300130C3150,", b":61:2613300130C3150,", "month must be"),
    ],
)
def test_a_bad_booking_costs_itself_alone(name: str, old: bytes, new: bytes, said: str) -> None:
    sound = sum(len(each.lines) for each in read(fixture(name))[1].statements)
    assert old in fixture(name)

    _, reading = read(fixture(name).replace(old, new))

    assert sum(len(each.lines) for each in reading.statements) == sound - 1
    lost = [fault for fault in reading.faults if fault.lost]
    assert len(lost) == 1
    assert said in lost[0].message
    assert lost[0].line > 1


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("us_checking_v1.ofx", b"2418.33", b"?"),
        ("german_08.camt053.xml", b"4925.30", b"?"),
        ("german.mt940", b":62F:C260131EUR5046,80", b":62F:C260131EUR5,0,4"),
    ],
)
def test_a_balance_that_cannot_be_read_is_told_and_costs_no_line(
    name: str, old: bytes, new: bytes
) -> None:
    _, reading = read(fixture(name).replace(old, new))

    assert reading.statements[0].closing is None
    assert len(reading.statements[0].lines) == len(only(name).lines)
    assert any("balance cannot be read" in fault.message for fault in reading.faults)


def test_camt_of_other_messages_is_told_what_it_is() -> None:
    content = fixture("german_02.camt053.xml").replace(b"BkToCstmrStmt", b"BkToCstmrAcctRpt")

    _, reading = read(content)

    assert "ask the bank for camt.053" in reading.faults[0].message
