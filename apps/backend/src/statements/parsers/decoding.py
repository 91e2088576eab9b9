"""From bytes to text: which encoding a file is in, and what in it is not of that encoding."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

# Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What banks' exports are in when they are not in Unicode. Guesses outside this list were wrong.
_CANDIDATES = ["cp1252", "iso8859_15", "cp850", "cp1250", "cp1251", "gb18030", "big5", "shift_jis",
               "euc_kr", "cp437"]  # fmt: skip
_OF_ONE_BYTE = ("cp125", "iso8859", "latin")
_SAMPLE = 32 * 1024
# Codecs of Python that read text out of text: no file is in them, and what they give may be half a
# surrogate pair, or an error where every other one puts U+FFFD.
_NO_ENCODINGS = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7"}
REPLACED = "\ufffd"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the encoding, and what shows it; `confidence` from 0 to 1."""

    text: str
    encoding: str
    confidence: float
    why: str


def decoded(content: bytes, encoding: str | None = None) -> Decoded:
    """The text of a file, in the encoding asked for or the one that it shows.

    Bytes that are not of the encoding become U+FFFD. Raises nothing.
    """
    if encoding:
        return Decoded(_replacing(content, encoding), encoding, 1.0, "as the profile says")
    for mark, marked in _MARKS:
        if content.startswith(mark):
            why = "the file begins with its mark"
            return Decoded(_replacing(content, marked), marked, 1.0, why)
    if name := _utf16_without_mark(content):
        return Decoded(_replacing(content, name), name, 0.9, "every second byte is zero")
    try:
        return Decoded(content.decode(), "utf-8", 1.0, "every byte is of UTF-8")
    except UnicodeDecodeError:
        return _not_utf8(content)


def is_encoding(name: str) -> bool:
    """Whether `name` is an encoding that a file of text can be in, and that Python knows."""
    try:
        "a".encode(name)
    except (LookupError, ValueError, TypeError):
        return False
    return codecs.lookup(name).name.replace("_", "-") not in _NO_ENCODINGS


def _not_utf8(content: bytes) -> Decoded:
    text = _replacing(content, "utf-8")
    broken = text.count(REPLACED)
    # Characters of two and more bytes do not come about by chance: a file that has more of them
    # than broken ones was cut or damaged.
    if sum(1 for each in text if each > "\x7f") - broken > 2 * broken:
        why = f"all but {broken} characters are of UTF-8"
        return Decoded(text, "utf-8", 0.8, why)
    lines = content.split(b"\n")
    others = [line for line in lines if not _is_utf8(line)]
    mixed = sum(1 for line in lines if not line.isascii()) - len(others)
    name = _guessed(b"\n".join(others))
    why = "it reads like words in this encoding"
    if mixed:
        why = f"{mixed} of its lines in UTF-8; the others read like words in this encoding"
    return Decoded(_replacing(content, name), name, 0.5 if mixed else 0.6, why)


def _guessed(odd: bytes) -> str:
    """The encoding of lines that are not in UTF-8."""
    # Slow to import, and most files are in Unicode.
    from charset_normalizer import from_bytes

    best = from_bytes(odd[:_SAMPLE], cp_isolation=_CANDIDATES).best()
    # The same words in several encodings: the one that Windows writes.
    return best.encoding if best and "cp1252" not in best.could_be_from_charset else "cp1252"


def _utf16_without_mark(content: bytes) -> str | None:
    sample = content[:4096]
    half = len(sample) // 2
    if half < 2:
        return None
    if sample[1::2].count(0) > half * 0.8 and sample[0::2].count(0) == 0:
        return "utf-16-le"
    if sample[0::2].count(0) > half * 0.8 and sample[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _replacing(content: bytes, encoding: str) -> str:
    if codecs.lookup(encoding).name.startswith(_OF_ONE_BYTE) and not content.isascii():
        # Files that were put together from two have lines in each. What is well-formed UTF-8 came
        # about on purpose: the same bytes in these encodings are no words.
        return "\n".join(
            line.decode() if _is_utf8(line) else line.decode(encoding, errors="replace")
            for line in content.split(b"\n")
        )
    return content.decode(encoding, errors="replace").removeprefix("\ufeff")
