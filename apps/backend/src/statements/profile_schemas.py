"""What is said and heard over HTTP of how CSV files are read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from src.bodies import PLAIN, Body
from src.money import is_currency, unknown
from src.statements.parsers.csv_rows import DELIMITERS, MOST_COLUMNS
from src.statements.parsers.decoding import is_encoding
from src.statements.parsers.profile import DateOrder, Mark, Profile
from src.statements.schemas import FaultOut
from src.statements.tables import (
    CsvProfile,
    Import,
    Status,
)

Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Column = Annotated[int, Field(ge=0, lt=MOST_COLUMNS)]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=PLAIN)
]


class ProfileBody(Body):
    """How a CSV file is read. Columns count from 0; `first_row` counts rows that are not empty.

    Either `amount`, or `debit` or `credit` or both.
    """

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"date": 0, "texts": [1], "amount": 2}]}
    )

    date: Column
    texts: Annotated[list[Column], Field(max_length=20)]
    amount: Column | None = None
    debit: Column | None = None
    credit: Column | None = None
    direction: Column | None = None
    value_date: Column | None = None
    balance: Column | None = None
    bank_id: Column | None = None
    currency_column: Column | None = None
    account_column: Column | None = None
    first_row: Annotated[int, Field(ge=0, le=1000)] = 1
    encoding: Annotated[str, Field(max_length=40)] = "utf-8"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    date_order: DateOrder = "DMY"
    decimal_mark: Mark = "."
    negate: bool = False
    currency: Annotated[str, Field(max_length=3)] = ""
    account: Annotated[str, Field(max_length=64, pattern=PLAIN)] = ""

    @model_validator(mode="after")
    def _is_possible(self) -> ProfileBody:
        if self.amount is None and self.debit is None and self.credit is None:
            raise ValueError("one of amount, debit and credit must be a column")
        if self.amount is not None and not (self.debit is None and self.credit is None):
            raise ValueError("amount stands in for debit and credit: leave them out")
        if self.delimiter not in DELIMITERS:
            raise ValueError(f"delimiter must be one of {' '.join(DELIMITERS)!r}")
        if not is_encoding(self.encoding):
            raise ValueError("encoding is not one that is known")
        if self.currency and not is_currency(self.currency):
            raise ValueError(unknown(self.currency))
        return self

    def profile(self) -> Profile:
        """The parser's form of it."""
        return Profile(**(self.model_dump() | {"texts": tuple(self.texts)}))


class ReasonOut(BaseModel):
    """Why a field of the detected profile is what it is; `confidence` from 0 to 1."""

    field: str
    value: str
    confidence: float
    why: str


class MappingOut(BaseModel):
    """How a CSV file is read: what was detected, why, and the profile that is used now.

    `confirmed` is false until a person has confirmed it, or one for the same heading before.
    """

    confirmed: bool
    confidence: float
    heading: list[str]
    sample: list[list[str]]
    reasons: list[ReasonOut]
    detected: ProfileBody | None
    used: ProfileBody | None

    @classmethod
    def of(cls, found: Import) -> MappingOut:
        """What is shown of the mapping of an import."""
        said: Mapping[str, Any] = found.detection or {}
        return cls(
            confirmed=found.status is not Status.MAPPING,
            confidence=said.get("confidence", 0.0),
            heading=said.get("heading", []),
            sample=said.get("sample", []),
            reasons=[ReasonOut(**each) for each in said.get("reasons", [])],
            detected=said.get("profile"),
            used=ProfileBody(**found.profile) if found.profile else None,
        )


class MappingIn(Body):
    """The profile as a person confirms it, and a name to find it by."""

    name: Name
    profile: ProfileBody


class TrialOut(BaseModel):
    """The beginning of a file as this profile would read it; nothing is stored."""

    lines: list[TrialLine]
    faults: list[FaultOut]
    line_count: int
    fault_count: int


class TrialLine(BaseModel):
    """A line as it would be read."""

    number: int
    date: dt.date
    amount: str
    text: str


class ProfileOut(BaseModel):
    """A saved profile."""

    id: int
    name: str
    profile: ProfileBody
    created_at: dt.datetime

    @classmethod
    def of(cls, saved: CsvProfile) -> ProfileOut:
        """What is shown of a saved profile."""
        return cls.model_validate(saved, from_attributes=True)


class ProfileList(BaseModel):
    """All saved profiles, by name."""

    items: list[ProfileOut]
