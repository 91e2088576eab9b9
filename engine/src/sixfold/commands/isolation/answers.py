"""What the runner answers to each question of a test process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sixfold.boundary import as_bug
from sixfold.commands.isolation.membership import endpoint_value
from sixfold.commands.isolation.resources import TestBucket, TestDatabase, TestScope
from sixfold.commands.isolation.session import TestSession
from sixfold.errors import RequestError, SixfoldError

# What a process that joins gets: its resources, and the answer that it is sent.
Entered = tuple[TestSession, dict[str, object]]


class Member:
    """One test process: its questions, and what was made for it.

    `enter` lets it in, or raises why not.
    """

    def __init__(self, enter: Callable[[Mapping[str, Any]], Entered]) -> None:
        self._enter = enter
        self._session: TestSession | None = None

    def answer(self, question: dict[str, Any]) -> dict[str, object]:
        """The answer to one question, or why there is none."""
        try:
            return {"answer": self._answer(str(question.pop("ask", "")), question)}
        except SixfoldError as error:
            return _error(error)
        except Exception as bug:
            return _error(as_bug(bug))

    def leave(self) -> list[str]:
        """Give back what was made for it; returns what could not be."""
        return self._session.close() if self._session is not None else []

    def _answer(self, what: str, words: Mapping[str, Any]) -> object:
        if what == "join" and self._session is None:
            self._session, told = self._enter(words)
            return told
        if self._session is None or what not in _ANSWERS:
            raise RequestError(f"the runner has no answer to {what!r}")
        return _ANSWERS[what](self._session, words)


def _error(error: SixfoldError) -> dict[str, object]:
    told = {"message": error.message, "hint": error.hint, "reference": error.reference}
    return {"error": told}


def _told(one: TestDatabase | TestBucket | TestScope) -> dict[str, object]:
    mark = {"index": one.index} if isinstance(one, TestScope) else {"name": one.name}
    return {**mark, "endpoint": endpoint_value(one.endpoint)}


_ANSWERS: Final[Mapping[str, Callable[[TestSession, Mapping[str, Any]], object]]] = {
    "environment": lambda session, words: session.environment(database=words["database"]),
    "database": lambda session, _: _told(session.database()),
    "fresh": lambda session, _: _told(session.fresh()),
    "give_back": lambda session, words: session.give_back(words["name"]),
    "bucket": lambda session, _: _told(session.bucket()),
    "empty_bucket": lambda session, _: session.empty_bucket(),
    "scope": lambda session, _: _told(session.scope()),
    "flush_scope": lambda session, _: session.flush_scope(),
}
