"""The rows of a CSV file with their line numbers, whatever is broken in it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from src.statements.parsers.base import MOST_LINES, Faults, TooMuch, lines_of

DELIMITERS = ",;\t|"
MOST_COLUMNS = 200
_LONGEST_LINE = 64 * 1024
# A quote that is still open after so many lines was never closed.
_MOST_LINES_OF_A_ROW = 20
_SAMPLED = 200


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, stripped, and the line that it begins on, from 1."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: int | None) -> str:
        """The cell, or nothing where the row is too short for it."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""

    @property
    def text(self) -> str:
        """The row as a person recognises it."""
        return " | ".join(self.cells)


def rows(text: str, delimiter: str, faults: Faults, most: int = MOST_LINES) -> Iterator[Row]:
    """Every row that is not empty. What is no row is noted in `faults`, and the next line is read.

    Raises TooMuch beyond `most` rows.
    """
    lines = [f"{line}\n" for line in lines_of(text)]
    at = found = 0
    while at < len(lines):
        for row, end in _until_broken(lines, at, delimiter, faults):
            at = end
            if row is None:
                break
            if any(row.cells):
                found += 1
                if found > most:
                    raise TooMuch(f"more than {most} rows")
                yield row


def delimiter_of(text: str) -> tuple[str, float, str]:
    """The delimiter, from 0 to 1 how sure that is, and what shows it."""
    best = (0.0, 0, ",")
    sample = "\n".join(lines_of(text[: _SAMPLED * 1000])[:_SAMPLED])
    for delimiter in DELIMITERS:
        widths = Counter(len(row.cells) for row in rows(sample, delimiter, Faults()))
        wide = {width: count for width, count in widths.items() if width > 1}
        if wide:
            width, count = max(wide.items(), key=lambda pair: (pair[1], pair[0]))
            best = max(best, (count / widths.total(), width, delimiter), key=lambda each: each[:2])
    share, width, delimiter = best
    if not share:
        return ",", 0.0, "no mark parts the lines into columns"
    return delimiter, share, f"{share:.0%} of the rows have {width} columns with it"


def _until_broken(
    lines: Sequence[str], start: int, delimiter: str, faults: Faults
) -> Iterator[tuple[Row | None, int]]:
    """Rows from `start` on, each with the index after it; ends with None at what is no row."""
    source = _Lines(lines, start)
    reader = csv.reader(source, delimiter=delimiter)
    while True:
        begin = source.next_row()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            faults.add(begin + 1, f"not a row: {error}", lines[begin][:_LONGEST_LINE])
            yield None, begin + 1
            return
        if fault := source.fault or _width_fault(cells):
            faults.add(begin + 1, fault, lines[begin][:200])
            yield None, begin + 1
            return
        yield Row(begin + 1, tuple(cell.strip() for cell in cells)), source.at


def _width_fault(cells: Sequence[str]) -> str:
    return f"more than {MOST_COLUMNS} columns" if len(cells) > MOST_COLUMNS else ""


class _Lines(Iterator[str]):
    """Physical lines for one reader, which stop when a row takes too many or too long ones."""

    def __init__(self, lines: Sequence[str], at: int) -> None:
        self._lines = lines
        self._begin = self.at = at
        self.fault = ""

    def next_row(self) -> int:
        """Say that a row begins here; returns the index of its first line."""
        self._begin, self.fault = self.at, ""
        return self._begin

    def __next__(self) -> str:
        if self.at >= len(self._lines):
            if self.at > self._begin and self.at - self._begin > 1:
                self.fault = "a quote opens here and is never closed"
            raise StopIteration
        if self.at - self._begin >= _MOST_LINES_OF_A_ROW:
            self.fault = "a quote opens here and is never closed"
            raise StopIteration
        line = self._lines[self.at]
        self.at += 1
        if len(line) > _LONGEST_LINE:
            self.fault = f"a line of more than {_LONGEST_LINE} characters"
            return ""
        return line
