"""What a configuration file says, with the place where it says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from sixfold.errors import RequestError

type Value = str | Mapping[str, Node] | tuple[Node, ...] | None


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a file: text, nothing, a mapping or a sequence, and its place (`path:line`).

    Numbers and booleans are kept as text. `tag` is an explicit YAML tag such as `!reset`.
    """

    value: Value
    place: str
    tag: str = ""

    @property
    def text(self) -> str:
        """The value as text; nothing, mappings and sequences are empty."""
        return self.value if isinstance(self.value, str) else ""

    @property
    def mapping(self) -> Mapping[str, Node]:
        """The value as a mapping; empty where it is none."""
        return self.value if isinstance(self.value, Mapping) else _EMPTY

    @property
    def items(self) -> tuple[Node, ...]:
        """The value as a sequence; one text is a sequence of itself, as Compose often allows."""
        if isinstance(self.value, str):
            return (self,)
        return self.value if isinstance(self.value, tuple) else ()


_EMPTY: Final[Mapping[str, Node]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong or worth knowing at one place (`docker-compose.yml:12`)."""

    place: str
    rule: str

    def __str__(self) -> str:
        return f"{self.place}: {self.rule}"


@dataclass(slots=True)
class Findings:
    """Collects faults, which end the reading once all of it was looked at, and warnings."""

    faults: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)

    def fault(self, place: str, rule: str) -> None:
        """Note something that is wrong."""
        self._add(self.faults, Finding(place, rule))

    def warn(self, place: str, rule: str) -> None:
        """Note something that works differently from what one may expect."""
        self._add(self.warnings, Finding(place, rule))

    def stop_at_faults(self) -> None:
        """Raise RequestError with every fault, one line each, in the files' order."""
        if self.faults:
            raise RequestError("\n".join(map(str, sorted(self.faults, key=place_order))))

    @staticmethod
    def _add(findings: list[Finding], finding: Finding) -> None:
        # One key can be read along several ways: through an anchor, or by two services.
        if finding not in findings:
            findings.append(finding)


def place_order(finding: Finding) -> tuple[str, int]:
    """What sorts findings by their file, and within it by their line."""
    file, _, line = finding.place.rpartition(":")
    return (file, int(line)) if line.isdigit() else (finding.place, 0)


def nearest(word: str, known: Mapping[str, object] | frozenset[str]) -> str:
    """`, did you mean "image"?` for a misspelt word, else nothing; made to end a rule."""
    from difflib import get_close_matches  # 4 ms that only a mistake has to pay

    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f", did you mean {close[0]!r}?" if close else ""
