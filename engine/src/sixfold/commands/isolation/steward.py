"""The runner's end of a run: it holds the servers, and makes what its test processes ask for.

Each process has a connection of its own, and a thread here that answers it. What is made is owned
by the process that asked: when the runner is killed, its processes die with it, and what they
owned is swept as that of the dead. When a process ends, however it ends, its connection does, and
the runner gives back what was made for it.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sixfold import shell
from sixfold.boundary import as_bug
from sixfold.commands.isolation.membership import DOOR, RUN_FOLDER, RUN_SUITE, line
from sixfold.commands.isolation.resources import MASTER
from sixfold.commands.testing.runs import Run, end_processes, write_whole
from sixfold.config import Config, Suite
from sixfold.core.service import Endpoint, Purpose, Role
from sixfold.errors import RequestError, SixfoldError

if TYPE_CHECKING:
    from sixfold.commands.isolation.answers import Entered
    from sixfold.commands.isolation.session import TestSession

# What the threads need they import themselves: until pytest is started, every import counts.

_LOOK_AGAIN: Final = 0.2
# No question is longer, in bytes.
_QUESTION: Final = 1 << 16


class Steward:
    """Holds the run's servers, started beside the suites, and answers its test processes.

    `endpoints` are there once `settle` returns. `say` takes what could not be given back.
    """

    def __init__(
        self, config: Config, roles: Sequence[Role], run: Run, say: Callable[[str], None]
    ) -> None:
        self.endpoints: dict[Role, Endpoint] = {}
        self._config = config
        self._roles = roles
        self._run = run
        self._say = say
        self._memory = False
        self._fault: SixfoldError | None = None
        self._ready, self._over = threading.Event(), threading.Event()
        self._dismissed = False
        self._reporting: set[str] = set()
        self._members: list[tuple[threading.Thread, socket.socket]] = []
        self._word = os.urandom(16).hex()
        self._door = socket.create_server(("127.0.0.1", 0), backlog=128)
        told = {"port": self._door.getsockname()[1], "word": self._word, "runner": os.getpid()}
        write_whole(run.folder / DOOR, told)
        self._holder = threading.Thread(target=self._hold, name="sixfold-services")
        # Nobody waits for these at the end where the user has no patience left.
        self._porter = threading.Thread(target=self._let_in, name="sixfold-door", daemon=True)
        if roles:
            self._holder.start()
        else:
            self._ready.set()
        self._porter.start()

    def settle(self) -> None:
        """Wait until the servers are up, or have failed to come up."""
        self._ready.wait()

    def dismiss(self) -> None:
        """End what the suites left running, and wait until all that was theirs is given back."""
        end_processes(self._run.folder)
        self._dismissed = True
        # The porter waits for somebody to come.
        socket.create_connection(self._door.getsockname()).close()
        self._porter.join()
        self._door.close()
        for thread, wire in self._members:
            with contextlib.suppress(OSError):
                wire.shutdown(socket.SHUT_RD)
            while thread.is_alive():
                thread.join(_LOOK_AGAIN)
                if thread.is_alive():
                    # The migration that it waits for.
                    end_processes(self._run.folder)

    def release(self) -> None:
        """Give the lease on the servers back."""
        self._over.set()
        if self._roles:
            self._holder.join()

    def enter(self, told: Mapping[str, Any]) -> Entered:
        """Let a process in that knows the word: its resources, and the answer to it."""
        import hmac

        if not hmac.compare_digest(str(told.get("word")).encode(), self._word.encode()):
            raise RequestError("that is not the word of this run")
        suite = next((one for one in self._config.suites if one.name == told["suite"]), None)
        if suite is None:
            raise RequestError(f"this run has no suite {told['suite']!r}")
        session = self._session(suite, told)
        answer: dict[str, object] = {
            "environment": session.environment(claim=not told["spreads"]),
            "header": f"sixfold: namespace {self._config.namespace.slug}",
            "report": None,
        }
        if suite.eager:
            session.prepare(spreads=told["spreads"])
        if not told["worker"] and suite.name not in self._reporting:
            # Not a pytest that a test of this suite starts.
            self._reporting.add(suite.name)
            answer["report"] = str(self._run.folder / f"{suite.name}.json")
        return session, answer

    def _session(self, suite: Suite, told: Mapping[str, Any]) -> TestSession:
        worker = told["worker"] or MASTER
        owner = shell.identify(told["pid"])
        if owner is None:
            raise RequestError(f"process {told['pid']} is gone")
        if suite.services:
            self.settle()
            if self._fault is not None:
                raise self._fault
        from sixfold.commands.isolation.session import TestSession

        slug = self._config.namespace.slug
        return TestSession(
            self._config,
            self.endpoints if suite.services else {},
            worker=worker,
            copy_files=self._memory,
            run=self._run.folder,
            owner=replace(owner, command=f"pytest {worker}"),
            environ={
                **os.environ,
                **suite.variables,
                RUN_FOLDER: str(self._run.folder),
                RUN_SUITE: suite.name,
                "TEST_NAMESPACE": slug,
                "SIXFOLD_NAMESPACE": slug,
            },
        )

    def _hold(self) -> None:
        from sixfold.commands import stack

        try:
            with stack.hold(
                self._config, Purpose.TEST, self._roles, command="sixfold test"
            ) as running:
                self.endpoints, self._memory = dict(running.endpoints), running.memory
                self._ready.set()
                if Role.POSTGRES in self.endpoints:
                    # Beside pytest's own start: the client takes long to import.
                    import sixfold.commands.isolation.databases  # noqa: F401  # only has to be there
                self._over.wait()
        except SixfoldError as error:
            self._fault = error
        except Exception as bug:
            self._fault = as_bug(bug)
        finally:
            self._ready.set()

    def _let_in(self) -> None:
        while True:
            wire, _ = self._door.accept()
            if self._dismissed:
                wire.close()
                return
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
            thread = threading.Thread(
                target=self._serve, args=(wire,), name="sixfold-member", daemon=True
            )
            self._members.append((thread, wire))
            thread.start()

    def _serve(self, wire: socket.socket) -> None:
        # Whatever happens here ends the connection, so that nobody waits for an answer for ever.
        with wire, wire.makefile("rb") as lines:
            from sixfold.commands.isolation.answers import Member

            member = Member(self.enter)
            # Where the process is gone, so is whoever wanted the answer; and whoever does not
            # speak as our processes do is none.
            with contextlib.suppress(OSError, ValueError):
                while text := lines.readline(_QUESTION):
                    question = json.loads(text)
                    if not isinstance(question, dict):
                        break
                    wire.sendall(line(member.answer(question)))
            for left in member.leave():
                self._say(
                    f"sixfold: not given back: {left} (the next run or `sixfold clean` takes it)"
                )
