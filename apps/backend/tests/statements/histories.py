"""True histories of an account, files that tell of them, and what an account then holds."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from decimal import Decimal

from hypothesis import strategies as st

from src.statements import rules
from src.statements.parsers.base import ReadLine

DAY = dt.date(2026, 1, 1)


@st.composite
def histories(draw: st.DrawFn) -> list[ReadLine]:
    """The true bookings of an account by day; few choices, so that twins are common."""
    named = draw(st.booleans())
    day, cents, copies = st.integers(0, 6), st.sampled_from([-450, -451, 9900]), st.integers(1, 3)
    drawn = draw(st.lists(st.tuples(day, cents, st.sampled_from("ab"), copies), max_size=12))
    bookings = [booking for *booking, count in drawn for _ in range(count)]
    return [
        ReadLine(
            number,
            DAY + dt.timedelta(days=day),
            Decimal(cents).scaleb(-2),
            text,
            f"T{number}" if named else "",
        )
        for number, (day, cents, text) in enumerate(sorted(bookings), start=1)
    ]


@st.composite
def overlapping(draw: st.DrawFn) -> tuple[list[ReadLine], list[list[ReadLine]]]:
    """A history and files of whole days that cover it, overlapping, repeated, in any order.

    The newest file may have been exported in the middle of its last day, as people do, when a
    later file has that day whole.
    """
    history = draw(histories())
    cuts = sorted(draw(st.sets(st.integers(0, 7), max_size=4)) | {0, 7})
    files = []
    for begin, end in itertools.pairwise(cuts):
        wider = begin - draw(st.integers(0, 2)), end + draw(st.integers(0, 2))
        files.append([line for line in history if wider[0] <= (line.date - DAY).days < wider[1]])
    files += draw(st.lists(st.sampled_from(files), max_size=2))
    early = draw(st.sampled_from(files))
    files.append(early[: draw(st.integers(0, len(early)))])
    return history, draw(st.permutations(files))


def held(files: Sequence[Sequence[ReadLine]]) -> list[tuple[dt.date, Decimal, str]]:
    """What an account holds after these files, imported one by one."""
    account: dict[str, ReadLine] = {}
    for file in files:
        for key, line in zip(rules.identities(file), file, strict=True):
            account.setdefault(key, line)
    return sorted((line.date, line.amount, line.text) for line in account.values())
