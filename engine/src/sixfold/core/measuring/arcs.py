"""From what ran of a file's code objects to arcs: the pairs of lines that ran one after another.

That is how coverage.py counts branches: (7, 9) when line 9 ran after line 7, (7, -5) when line 7
left the code that begins in line 5. Only where a line may go on in two ways does its way have to be
seen; all other lines go where the instructions say.
"""

from __future__ import annotations

import dis
import io
import tokenize
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from types import CodeType
from typing import Final
from zlib import crc32

from sixfold.core.measuring.notes import Code, Hits

type Arc = tuple[int, int]

_LEAVES: Final = frozenset({"RETURN_VALUE", "RETURN_CONST"})
_ENDS: Final = frozenset({"RAISE_VARARGS", "RERAISE"})
_JUMPS: Final = frozenset({"JUMP_FORWARD", "JUMP_BACKWARD", "JUMP_BACKWARD_NO_INTERRUPT"})
# Waiting for another generator: its jump is no choice of the program's, and nobody is told of it.
_WAITS: Final = "SEND"
_CHOICES: Final = frozenset({*dis.hasjrel, *dis.hasjabs})
_LAYOUT: Final = frozenset(
    {tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
)


@dataclass(frozen=True, slots=True)
class Arcs:
    """What ran of a file. `unplaced` counts code objects that are not those of its source."""

    arcs: frozenset[Arc]
    unplaced: int = 0


def arcs_of(
    source: bytes, path: str, ran: Mapping[Code, Hits], kept: Mapping[int, CodeType]
) -> Arcs:
    """The arcs of a file with this source; each line that ran is in them as (line, line).

    `kept` are code objects by their checksums, for what the source does not compile to. One that is
    found in neither (the source has changed meanwhile) counts by its lines alone. Raises
    SyntaxError where the source is no Python of this version.
    """
    statements = _statements(source)
    codes = _compiled(source, path, {key for key in ran if key.check not in kept})
    arcs: set[Arc] = set()
    unplaced = 0
    for key, hits in ran.items():
        arcs.update((line, line) for line in hits.lines)
        code = codes.get(key) or kept.get(key.check)
        if code is None:
            unplaced += 1
        else:
            arcs.update(_Code(code, statements).arcs(hits))
    return Arcs(frozenset(arcs), unplaced)


def _compiled(source: bytes, path: str, wanted: Set[Code]) -> dict[Code, CodeType]:
    """The code objects of a file, as the levels of optimisation make them that are `wanted`."""
    found: dict[Code, CodeType] = {}
    for level in (0, 1, 2):
        if level and wanted <= found.keys():
            break
        stack = [compile(source, path, "exec", dont_inherit=True, optimize=level)]
        while stack:
            code = stack.pop()
            check = crc32(code.co_linetable, crc32(code.co_code))
            found.setdefault(Code(code.co_firstlineno, check), code)
            stack += [const for const in code.co_consts if isinstance(const, CodeType)]
    return found


def _statements(source: bytes) -> dict[int, int]:
    """The first line of the statement that each line belongs to, where it is another one."""
    first = 0
    lines: dict[int, int] = {}
    for token in tokenize.tokenize(io.BytesIO(source).readline):
        if token.type == tokenize.NEWLINE:
            lines.update(dict.fromkeys(range(first + 1, token.end[0] + 1), first))
            first = 0
        elif not first and token.type not in _LAYOUT and token.type != tokenize.ENCODING:
            first = token.start[0]
    return lines


class _Code:
    """One code object's instructions, and where they lead."""

    def __init__(self, code: CodeType, statements: Mapping[int, int]) -> None:
        self._steps = list(dis.get_instructions(code))
        self._numbers = {step.offset: number for number, step in enumerate(self._steps)}
        self._exit = -code.co_firstlineno
        self._lines = [_line(step, statements) for step in self._steps]
        self._statements = statements

    def arcs(self, hits: Hits) -> Iterator[Arc]:
        """The arcs that ran: those of the branches that were seen, and those without a choice."""
        for origin, target in hits.branches:
            if origin in self._numbers and target in self._numbers:
                line = self._lines[self._numbers[origin]]
                there = self._lead(line, self._numbers[target])
                if line and there:
                    yield line, there
        ran = {self._statements.get(line, line) for line in hits.lines}
        for number in self._entries():
            line = self._lines[number]
            there = self._lead(line, number) if line in ran else None
            if there in ran or there == self._exit:
                yield line, there

    def _entries(self) -> Iterator[int]:
        """The instructions at which a line is entered, one that goes on within it left out.

        What follows a choice of the same line is none: which way was taken is told apart. The end
        of `async for` is one, though it is reached by an error that nobody is told of.
        """
        leads: dict[int, set[int]] = {0: {0}}
        for number, line in enumerate(self._lines):
            for following in self._all_following(number):
                leads.setdefault(following, set()).add(line)
        for number, line in enumerate(self._lines):
            ends_loop = self._steps[number].opname == "END_ASYNC_FOR"
            if line and (ends_loop or leads.get(number, set()) - {line}):
                yield number

    def _lead(self, line: int, number: int) -> int | None:
        """The line, or the exit, that is reached from an instruction after leaving `line`.

        None where that is decided elsewhere: another branch comes first, or an error is raised.
        """
        passed = set()
        following: int | None = number
        while following is not None and following not in passed:
            passed.add(following)
            if self._lines[following] not in (0, line):
                return self._lines[following]
            if self._steps[following].opname in _LEAVES:
                return self._exit
            following = self._following(following)
        return None

    def _all_following(self, number: int) -> Iterator[int]:
        """The instructions that may come next, errors apart."""
        step = self._steps[number]
        if isinstance(step.argval, int) and step.opcode in _CHOICES:
            yield self._numbers[step.argval]
        if step.opname not in (_LEAVES | _ENDS | _JUMPS) and number + 1 < len(self._steps):
            yield number + 1

    def _following(self, number: int) -> int | None:
        """The one instruction that comes next; None where there is a choice, or none comes."""
        step = self._steps[number]
        if step.opname in _JUMPS or step.opname == _WAITS:
            return self._numbers.get(step.argval)
        if step.opname in _ENDS or step.opcode in _CHOICES or number + 1 == len(self._steps):
            return None
        return number + 1


def _line(step: dis.Instruction, statements: Mapping[int, int]) -> int:
    """The first line of the statement that an instruction belongs to; 0 where there is none."""
    line = step.positions.lineno if step.positions else None
    return statements.get(line, line) if line else 0
