"""Reports as PDF pages, made on this machine with fonts that the library carries."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from src.reporting.documents import Document, DocumentRow, Kind, shown

_LATIN, _EAST_ASIAN = "Vera", "STSong-Light"
_SIZE = 8
# Code and account, then what a page has room for: twelve months and their total.
_NAMES = 2
_MOST_COLUMNS = _NAMES + 13


def render(document: Document) -> bytes:
    """A report as A4 pages; many columns lie across. Slow enough to run in a thread."""
    # A quarter of a second to import: who never prints does not wait for it.
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

    written = io.BytesIO()
    tables = parts(document)
    wide = len(tables[0].columns) > 6
    pages = SimpleDocTemplate(
        written,
        pagesize=landscape(A4) if wide else A4,
        title=f"{document.title} {document.subtitle}",
        author="Finance Report",
        leftMargin=36,
        rightMargin=36,
        topMargin=36,
        bottomMargin=36,
        invariant=True,
    )
    styles = _styles()
    story: list[Any] = [
        Paragraph(_marked(document.title), styles["title"]),
        Paragraph(_marked(document.subtitle), styles["text"]),
        *(Paragraph(_marked(note), styles["text"]) for note in document.notes),
    ]
    for part in tables:
        body = [[Paragraph(_marked(name), styles["head"]) for name in part.columns]]
        body += [_cells(row, part.base, styles) for row in part.rows]
        widths = _widths(part, pages.width)
        story += [Spacer(1, 8), Table(body, repeatRows=1, style=_rules(part), colWidths=widths)]
    pages.build(story)
    return written.getvalue()


def parts(document: Document) -> list[Document]:
    """The table, or one for each year or so of it where its columns do not fit beside each other.

    What a row is called stands in each.
    """
    if len(document.columns) <= _MOST_COLUMNS:
        return [document]
    found = []
    for begin in range(_NAMES, len(document.columns), _MOST_COLUMNS - _NAMES):
        chosen = slice(begin, begin + _MOST_COLUMNS - _NAMES)
        rows = [
            replace(row, cells=(*row.cells[:_NAMES], *row.cells[chosen])) for row in document.rows
        ]
        columns = (*document.columns[:_NAMES], *document.columns[chosen])
        found.append(replace(document, columns=columns, rows=rows))
    return found


def _cells(row: DocumentRow, base: str, styles: dict[str, Any]) -> list[Any]:
    from reportlab.platypus import Paragraph

    bold = row.kind is not Kind.PLAIN
    cells = []
    for index, cell in enumerate(row.cells):
        text = _marked(shown(cell, base))
        name = "number" if isinstance(cell, Decimal) or index >= 3 else "text"
        indent = "&nbsp;" * 3 * row.depth if index == 1 else ""
        cells.append(Paragraph(f"<b>{text}</b>" if bold else indent + text, styles[name]))
    return cells


def _marked(text: str) -> str:
    """Text for a paragraph: what the Latin font lacks is set in an East Asian one."""
    known = _known_characters()
    parts: list[str] = []
    for character in text:
        if ord(character) in known or character.isspace():
            parts.append(escape(character))
        elif character.isprintable():
            parts.append(f'<font name="{_EAST_ASIAN}">{escape(character)}</font>')
    return "".join(parts)


def _widths(document: Document, width: float) -> list[float]:
    """Room for names where there are names, the rest in equal shares."""
    shares = [
        3.0 if name == "Account" else 1.2 if name == "Code" else 1.0 for name in document.columns
    ]
    return [width * share / sum(shares) for share in shares]


def _rules(document: Document) -> list[tuple[Any, ...]]:
    from reportlab.lib import colors

    rules: list[tuple[Any, ...]] = [
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ]
    for index, row in enumerate(document.rows, start=1):
        if row.kind is Kind.TOTAL:
            rules.append(("LINEABOVE", (0, index), (-1, index), 0.4, colors.grey))
        if row.kind is Kind.HEADING:
            rules.append(("SPAN", (0, index), (-1, index)))
    return rules


@cache
def _styles() -> dict[str, Any]:
    from reportlab.lib.enums import TA_RIGHT
    from reportlab.lib.styles import ParagraphStyle

    _known_characters()
    text = ParagraphStyle("text", fontName=_LATIN, fontSize=_SIZE, leading=_SIZE + 2)
    return {
        "text": text,
        "head": ParagraphStyle("head", text, fontName=f"{_LATIN}Bd"),
        "number": ParagraphStyle("number", text, alignment=TA_RIGHT),
        "title": ParagraphStyle("title", text, fontName=f"{_LATIN}Bd", fontSize=14, leading=18),
    }


@cache
def _known_characters() -> frozenset[int]:
    """Register the fonts; the characters that the Latin one has."""
    from reportlab.lib.fonts import addMapping
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFont

    latin = TTFont(_LATIN, "Vera.ttf")
    pdfmetrics.registerFont(latin)
    pdfmetrics.registerFont(TTFont(f"{_LATIN}Bd", "VeraBd.ttf"))
    pdfmetrics.registerFont(UnicodeCIDFont(_EAST_ASIAN))
    for bold, name in ((0, _LATIN), (1, f"{_LATIN}Bd")):
        addMapping(_LATIN, bold, 0, name)
    return frozenset(latin.face.charToGlyph)
