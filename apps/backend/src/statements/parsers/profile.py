"""How one bank writes its CSV files: what is detected, confirmed by a person, and kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DateOrder = Literal["DMY", "MDY", "YMD"]
Mark = Literal[".", ","]


@dataclass(frozen=True, slots=True)
class Profile:
    """The columns count from 0; None where the file has no such column.

    Either `amount` or at least one of `debit` and `credit` is set. `first_row` is the row, from 0
    and without empty rows, that holds the first booking.
    """

    date: int
    texts: tuple[int, ...]
    amount: int | None = None
    debit: int | None = None
    credit: int | None = None
    # A column with the words for in and out: C and D, CR and DR, H and S, + and -.
    direction: int | None = None
    value_date: int | None = None
    balance: int | None = None
    bank_id: int | None = None
    currency_column: int | None = None
    account_column: int | None = None
    first_row: int = 1
    encoding: str = "utf-8"
    delimiter: str = ","
    date_order: DateOrder = "DMY"
    decimal_mark: Mark = "."
    # Credit cards write what was spent as a positive amount.
    negate: bool = False
    currency: str = ""
    account: str = ""

    @property
    def columns(self) -> int:
        """How many columns a row needs for its date and amount to be read."""
        needed = [self.date, self.amount, self.debit, self.credit]
        return max(column for column in needed if column is not None) + 1
