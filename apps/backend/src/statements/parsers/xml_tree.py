"""XML as a small tree with line numbers: no document type, no entities, bounded depth and size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax import SAXException, SAXParseException
from xml.sax.expatreader import ExpatParser
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException
from defusedxml.expatreader import create_parser

from src.statements.parsers.base import MOST_LINES, Faults
from src.statements.parsers.decoding import decoded

_DECLARATION = re.compile(r"^\s*<\?xml.*?\?>", re.DOTALL)
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)""")
# CAMT.053 nests fifteen deep.
_DEEPEST = 60
# The elements that an entry needs, with room: a bank that writes more of them writes fewer entries
# into the largest file that is taken.
_MOST_NODES = MOST_LINES * 10


@dataclass(slots=True)
class Node:
    """An element: its name without a namespace, its text, and the line that it begins on."""

    name: str
    line: int
    attributes: dict[str, str]
    children: list[Node] = field(default_factory=list)
    text: str = ""
    # False when the file ended inside it.
    whole: bool = False

    def all(self, *path: str) -> Iterator[Node]:
        """Every element at the end of this path."""
        if not path:
            yield self
            return
        for child in self.children:
            if child.name == path[0]:
                yield from child.all(*path[1:])

    def first(self, *path: str) -> Node | None:
        """The first element at the end of this path."""
        return next(self.all(*path), None)

    def value(self, *path: str) -> str:
        """The text of the first element at the end of this path; empty when there is none."""
        found = self.first(*path)
        return found.text.strip() if found else ""


def tree(content: bytes, faults: Faults) -> Node:
    """A node that holds the document's root, as far as it could be read.

    Where it cannot be read any further, that is noted in `faults`. Raises nothing.
    """
    if _says_what_it_is_not(content):
        faults.add(
            1, "it is not in the encoding that it names; the one it shows is used", lost=False
        )
        content = _DECLARATION.sub("", decoded(content).text, count=1).encode()
    parser = create_parser()
    builder = _Builder(parser)
    parser.forbid_dtd = True
    parser.setContentHandler(builder)
    try:
        parser.feed(content)
        parser.close()
    except DefusedXmlException:
        faults.add(0, "it declares a document type or entities, which no bank does: refused")
        return Node("", 0, {})
    except SAXParseException as error:
        faults.add(error.getLineNumber() or 0, f"not XML from here on: {error.getMessage()}")
    except (SAXException, ValueError, LookupError) as error:
        faults.add(builder.line, f"not readable XML: {error}")
    return builder.root


def _says_what_it_is_not(content: bytes) -> bool:
    """Whether the document says, or means by silence, that it is in UTF-8, and is not."""
    named = _ENCODING.search(content[:200])
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    if named and named[1].lower() not in (b"utf-8", b"utf8"):
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return True
    return False


class _Builder(ContentHandler):
    def __init__(self, parser: ExpatParser) -> None:
        super().__init__()
        self.root = Node("", 0, {})
        self._parser = parser
        self._open = [self.root]
        self._count = 0

    @property
    def line(self) -> int:
        """The line that is being read."""
        return self._parser.getLineNumber() or 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self._count += 1
        if len(self._open) > _DEEPEST or self._count > _MOST_NODES:
            raise SAXException("it nests deeper or is larger than any statement")
        node = Node(name.rpartition(":")[2], self.line, dict(attrs.items()))
        self._open[-1].children.append(node)
        self._open.append(node)

    def endElement(self, _: str) -> None:
        self._open.pop().whole = True

    def characters(self, content: str) -> None:
        if len(self._open[-1].text) < 10_000:
            self._open[-1].text += content
