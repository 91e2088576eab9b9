"""CSV that a spreadsheet opens without running what somebody wrote into a description."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from src.reporting.documents import Document, shown

# What makes Excel, LibreOffice and Google Sheets take a cell for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def neutral(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


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
