"""The error tree: each error says what happened, why, what to do, and carries its exit code."""

from __future__ import annotations

from typing import ClassVar


class SixfoldError(Exception):
    """Anything that sixfold can explain.

    `message` says what happened and why, in one sentence. `hint` says what to do next, as a
    command where there is one. `reference` names the place (`path:line` or a log's path).
    """

    exit_code: ClassVar[int] = 70

    def __init__(self, message: str, *, hint: str = "", reference: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.reference = reference


class NotPassed(SixfoldError):
    """The code under test did not pass: a test, a gate or a smoke check failed."""

    exit_code = 1


class RequestError(SixfoldError):
    """The request or the configuration is wrong."""

    exit_code = 2


class ToolMissing(SixfoldError):
    """A program that this needs is not on the machine."""

    exit_code = 3


class ServiceUnhealthy(SixfoldError):
    """A service did not become healthy, or stopped being so."""

    exit_code = 4


class LeaseHeld(SixfoldError):
    """Somebody who is alive holds what this needs."""

    exit_code = 5


class RemoteRefused(SixfoldError):
    """A remote system refused the request."""

    exit_code = 6


class LeaksFound(SixfoldError):
    """Resources without a living owner were found."""

    exit_code = 7


class Interrupted(SixfoldError):
    """The user interrupted the command."""

    exit_code = 130
