"""Files for tests: those in `fixtures`, and any lines rendered in each format."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from src.statements.parsers.base import ReadLine

FIXTURES = Path(__file__).parent / "fixtures"

# One sound file for each way in which a parser is written to read.
SOUND = {
    "german_giro.csv": "csv",
    "singapore_savings.csv": "csv",
    "us_checking.csv": "csv",
    "us_card.csv": "csv",
    "french_compte.csv": "csv",
    "dutch_betaal.csv": "csv",
    "us_checking_v1.ofx": "ofx",
    "singapore_card_v2.qfx": "ofx",
    "us_register.qif": "qif",
    "german_register.qif": "qif",
    "german_02.camt053.xml": "camt053",
    "german_08.camt053.xml": "camt053",
    "german.mt940": "mt940",
    "dutch_parts.sta": "mt940",
    "statement.pdf": "pdf",
}


def fixture(name: str) -> bytes:
    """The bytes of a file in `fixtures`."""
    return (FIXTURES / name).read_bytes()


def as_csv(lines: Sequence[ReadLine]) -> bytes:
    """ISO dates, decimal points, one signed amount."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Date", "Description", "Amount", "Transaction ID"])
    writer.writerows([line.date, line.text, line.amount, line.bank_id] for line in lines)
    return out.getvalue().encode()


def as_german_csv(lines: Sequence[ReadLine]) -> bytes:
    """Days first, decimal commas with points between thousands."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(["Buchungstag", "Verwendungszweck", "Betrag", "Transaktions-ID"])
    for line in lines:
        amount = f"{line.amount:,.2f}".translate(str.maketrans(",.", ".,"))
        writer.writerow([f"{line.date:%d.%m.%Y}", line.text, amount, line.bank_id])
    return out.getvalue().encode()


def as_ofx(lines: Sequence[ReadLine]) -> bytes:
    """Version 1: values close no tag."""
    body = "\n".join(
        f"<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{line.date:%Y%m%d}<TRNAMT>{line.amount}"
        f"<FITID>{escape(line.bank_id)}<NAME>{escape(line.text)}</STMTTRN>"
        for line in lines
    )
    return (
        "OFXHEADER:100\nVERSION:102\nENCODING:UTF-8\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS>"
        f"<CURDEF>EUR<BANKTRANLIST>{body}</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    ).encode()


def as_ofx2(lines: Sequence[ReadLine]) -> bytes:
    """Version 2: XML."""
    body = "\n".join(
        f"<STMTTRN><TRNTYPE>OTHER</TRNTYPE><DTPOSTED>{line.date:%Y%m%d}120000</DTPOSTED>"
        f"<TRNAMT>{line.amount}</TRNAMT><FITID>{escape(line.bank_id)}</FITID>"
        f"<NAME>{escape(line.text)}</NAME></STMTTRN>"
        for line in lines
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="211"?>\n'
        f"<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR</CURDEF><BANKTRANLIST>{body}"
        "</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    ).encode()


def as_qif(lines: Sequence[ReadLine]) -> bytes:
    """Years first, so that no order has to be guessed; QIF knows no ids."""
    records = "".join(f"D{line.date}\nT{line.amount}\nP{line.text}\n^\n" for line in lines)
    return f"!Type:Bank\n{records}".encode()


def as_camt(lines: Sequence[ReadLine]) -> bytes:
    """Version 08."""
    body = "\n".join(
        f'<Ntry><Amt Ccy="EUR">{abs(line.amount)}</Amt>'
        f"<CdtDbtInd>{'CRDT' if line.amount > 0 else 'DBIT'}</CdtDbtInd>"
        f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{line.date}</Dt></BookgDt>"
        f"<AcctSvcrRef>{escape(line.bank_id)}</AcctSvcrRef><NtryDtls><TxDtls>"
        f"<RmtInf><Ustrd>{escape(line.text)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
        for line in lines
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>'
        f"<Acct><Id><IBAN>DE1</IBAN></Id><Ccy>EUR</Ccy></Acct>{body}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def as_mt940(lines: Sequence[ReadLine]) -> bytes:
    """With balances of zero, which nobody checks here."""
    body = "".join(
        f":61:{line.date:%y%m%d%m%d}{'C' if line.amount > 0 else 'D'}"
        f"{abs(line.amount):.2f}".replace(".", ",")
        + f"NMSC{f'NONREF//{line.bank_id}' if line.bank_id else 'NONREF'}\n:86:{line.text}\n"
        for line in lines
    )
    return (
        f":20:1\n:25:1/2\n:28C:1/1\n:60F:C200101EUR0,00\n{body}:62F:C200101EUR0,00\n-\n"
    ).encode()


RENDERED: dict[str, Callable[[Sequence[ReadLine]], bytes]] = {
    "csv": as_csv,
    "german csv": as_german_csv,
    "ofx 1": as_ofx,
    "ofx 2": as_ofx2,
    "qif": as_qif,
    "camt053": as_camt,
    "mt940": as_mt940,
}
