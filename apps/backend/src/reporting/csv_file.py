"""CSV that a spreadsheet opens without running what somebody wrote into a description."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from decimal import Decimal

from src.reporting.documents import Document, shown

# What makes Excel, LibreOffice and Google Sheets take a cell for a formula.
_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
# A negative amount is a number to them, and must stay one.
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def neutral(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    if _NUMBER.fullmatch(text):
        return text
    # Some programs look past the white space; a tab or a line's end is enough for others.
    risky = text.lstrip().startswith(_FORMULA) or text.startswith(("\t", "\r", "\n"))
    return f"'{text}" if risky else text


def line(cells: Iterable[str | Decimal], base: str) -> str:
    """One line. Amounts are numbers and stay as they are; what people wrote is made harmless."""
    written = io.StringIO()
    csv.writer(written).writerow(
        shown(cell, base) if isinstance(cell, Decimal) else neutral(cell) for cell in cells
    )
    return written.getvalue()


def render(document: Document) -> str:
    """A report as CSV: its columns, then its rows."""
    rows = (document.columns, *(row.cells for row in document.rows))
    return "".join(line(cells, document.base) for cells in rows)
