"""Every parser, in the order in which a file is shown to them, and what is refused before that."""

from __future__ import annotations

from src.statements.parsers.base import LineFault, Parser, Reading
from src.statements.parsers.camt import Camt
from src.statements.parsers.csv_file import CsvFile
from src.statements.parsers.mt940_file import Mt940
from src.statements.parsers.ofx import Ofx
from src.statements.parsers.pdf import Pdf
from src.statements.parsers.profile import Profile
from src.statements.parsers.qif import Qif

# CSV comes last: nearly every text could be one.
PARSERS: tuple[Parser, ...] = (Pdf(), Ofx(), Camt(), Mt940(), Qif(), CsvFile())

# How many bytes decide.
HEAD = 8 * 1024

_REFUSED = (
    (b"PK\x03\x04", "it is a zip archive or an Excel workbook: upload the file inside it, "
                    "or export the sheet as CSV"),
    (b"\x1f\x8b", "it is compressed with gzip: unpack it and upload the file inside it"),
    (b"BZh", "it is compressed with bzip2: unpack it and upload the file inside it"),
    (b"\xfd7zXZ", "it is compressed with xz: unpack it and upload the file inside it"),
    (b"7z\xbc\xaf", "it is a 7z archive: unpack it and upload the file inside it"),
    (b"Rar!", "it is a rar archive: unpack it and upload the file inside it"),
    (b"\xd0\xcf\x11\xe0", "it is an old Excel workbook: export the sheet as CSV"),
    (b"\x89PNG", "it is a picture: no text can be read in it"),
    (b"\xff\xd8\xff", "it is a picture: no text can be read in it"),
)  # fmt: skip
_UNKNOWN = "it is none of " + ", ".join(parser.title for parser in PARSERS)


def parser_named(name: str) -> Parser | None:
    """The parser of a format."""
    return next((parser for parser in PARSERS if parser.name == name), None)


def parser_of(head: bytes) -> Parser | None:
    """The parser that recognises a file by its first bytes, or None."""
    return next((parser for parser in PARSERS if parser.recognises(head)), None)


def refusal(head: bytes) -> str:
    """Why a file that begins with these bytes is not taken at all; empty when it may be."""
    if not head.strip():
        return "it is empty"
    return next((why for magic, why in _REFUSED if head.startswith(magic)), "")


def read(content: bytes, profile: Profile | None = None) -> tuple[str, Reading]:
    """The format of a file and what it says; the format is empty when nothing recognises it."""
    head = content[:HEAD]
    if why := refusal(head):
        return "", Reading((), (LineFault(0, why),))
    parser = parser_of(head)
    if parser is None:
        return "", Reading((), (LineFault(0, _UNKNOWN),))
    return parser.name, parser.read(content, profile)
