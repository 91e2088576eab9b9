"""The days that books know: one rule for statements, entries, rates, reports and exports.

Bank files write 1900-01-01 for an empty day and loans run beyond 2100, so that both are days like
others here; what lies beyond the bounds is a slip of the pen or a misread column.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import AfterValidator

FIRST = dt.date(1900, 1, 1)
LAST = dt.date(2199, 12, 31)

# Between these a bank's booking is what it seems; beyond them a person is asked to look at it.
USUAL_FIRST = dt.date(1970, 1, 1)
USUAL_LAST = dt.date(2099, 12, 31)


def known(day: dt.date) -> dt.date:
    """The day, when books know it. Raises ValueError, for people."""
    if not FIRST <= day <= LAST:
        raise ValueError(f"{day} is not between {FIRST.year} and {LAST.year}")
    return day


def is_usual(day: dt.date) -> bool:
    """Whether a bank's booking may bear this day without a second look."""
    return USUAL_FIRST <= day <= USUAL_LAST


# What a request carries: a day beyond the bounds is refused in the words of `known`.
Day = Annotated[dt.date, AfterValidator(known)]
