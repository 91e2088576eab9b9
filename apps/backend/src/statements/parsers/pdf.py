"""PDF: the file is taken and kept, and said to be not read."""

from __future__ import annotations

from src.statements.parsers.base import LineFault, Reading
from src.statements.parsers.profile import Profile

NOT_READ = (
    "a PDF is kept with your statements, but its lines are not read: "
    "upload the same period as CSV, OFX, QIF, CAMT.053 or MT940"
)


class Pdf:
    """Recognises the file, so that the answer can be about it."""

    name = "pdf"
    title = "PDF (kept, not read)"

    def recognises(self, head: bytes) -> bool:
        """`%PDF-` among the first bytes; readers of PDF allow a little before it."""
        return b"%PDF-" in head[:1024]

    def read(self, _: bytes, __: Profile | None = None, /) -> Reading:
        """No statement, and the sentence that says so."""
        return Reading((), (LineFault(0, NOT_READ, lost=False),))
