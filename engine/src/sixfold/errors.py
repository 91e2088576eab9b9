"""The error tree: each error says what happened, why, what to do, and carries its exit code.

Of each kind the docstring's three paragraphs are its line in the reference: what happened, what
usually leads to it, what to do.
"""

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
    """The code under test did not pass: a test, a gate or a smoke check failed.

    A change broke something, took coverage away, or left a page, a lock or a finding behind.

    Read what is printed above: each failure is there with its place.
    """

    exit_code = 1


class RequestError(SixfoldError):
    """The request or the configuration is wrong.

    A misspelt option or key, a path that is not there, options that contradict one another, a
    fault in `sixfold.toml` or a compose file.

    Mend what is named as `path:line`; `--help` shows a verb's options, `sixfold config` who set
    what.
    """

    exit_code = 2


class ToolMissing(SixfoldError):
    """A program that this needs is not on the machine.

    Set-up was not run, a container engine was asked for by name and does not answer, an image
    was never pulled.

    `./moonw --setup` in this repository; `sixfold doctor` says what is missing and how to get
    it.
    """

    exit_code = 3


class ServiceUnhealthy(SixfoldError):
    """A service did not become healthy, or stopped being so.

    The machine is out of memory or disk, a configuration that the server refuses, an
    application that ends while it starts.

    `sixfold logs` has its last lines; `sixfold status` says what runs.
    """

    exit_code = 4


class LeaseHeld(SixfoldError):
    """Somebody who is alive holds what this needs.

    Another run of the same namespace, in another terminal or of another person on this machine.

    Wait for it (`sixfold test --wait`), use another name (`BRANCH_NAME=...`), or end it: the
    message names its process.
    """

    exit_code = 5


class RemoteRefused(SixfoldError):
    """A remote system refused the request.

    Credentials that are missing or expired, rights that are lacking, a service that is down.

    The message has the system's own answer; nothing was changed after it.
    """

    exit_code = 6


class LeaksFound(SixfoldError):
    """Resources without a living owner were found.

    A run was killed with all that would have cleaned up behind it.

    `sixfold clean` drops what is provably nobody's, and says why the rest stays.
    """

    exit_code = 7


class Interrupted(SixfoldError):
    """The user interrupted the command.

    Ctrl+C, or a signal that asks for the end.

    Nothing: what was started has been stopped. A second Ctrl+C does not wait for that; then
    `sixfold clean`.
    """

    exit_code = 130
