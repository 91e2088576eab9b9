"""Sees which code of the checkout runs, and in whose scope: a test, a fixture, an import.

A scope is a set of reads. Code is seen by `sys.monitoring`, armed for the checkout's own code
alone, once per code object and scope: what is installed runs at full speed.
"""

from __future__ import annotations

import itertools
import os
import sys
from _thread import get_ident
from types import CodeType
from typing import Final

from sixfold.recorder.journal import Journal
from sixfold.recorder.keepers import keepers

AMBIENT: Final = "ambient"
FOLDER: Final = "SIXFOLD_READS"
ROOT: Final = "SIXFOLD_READS_ROOT"
SCOPE: Final = "SIXFOLD_READS_SCOPE"
_MONITOR: Final = sys.monitoring
_STARTS: Final = _MONITOR.events.PY_START | _MONITOR.events.PY_RESUME
# Folders in a checkout that hold no sources: what is in them is made, installed, or a cache.
APART: Final = frozenset(
    {
        *(".venv", "node_modules", "__pycache__", ".setup", "reports"),
        *(".pytest_cache", ".hypothesis", ".mypy_cache", ".ruff_cache", ".import_linter_cache"),
    }
)


class Scope:
    """The reads of one test, fixture or import, each told once."""

    __slots__ = ("name", "number", "seen")
    _numbers = itertools.count()

    def __init__(self, name: str) -> None:
        self.name = name
        self.number = next(self._numbers)
        self.seen: set[str | int] = set()


class Watch:
    """What this process reads below `root`, written to a journal in `folder`."""

    def __init__(self, root: str, folder: str, scope: str) -> None:
        self.root = root
        self.below = root.rstrip("/") + "/"
        self.base = Scope(scope)
        self.journal = Journal(folder)
        self.tool = -1
        # The main script of a program is run by the interpreter itself: only its start tells.
        self._before_main = _MONITOR.events.PY_START
        self._heard = 0
        self._outer: list[tuple[Scope, list[tuple[Scope, str]]]] = []
        self._imports: list[tuple[Scope, str]] = []
        self._targets: tuple[Scope, ...] = (self.base,)
        self._known: dict[int, tuple[CodeType, str]] = {}
        self._places: dict[str, str | None] = {}
        self._keepers: set[CodeType] = set()
        self._looking = 0
        self._spawned = 0

    def start(self) -> bool:
        """Begin to see; False where no monitoring tool's number is free."""
        for number in (4, 3, 5, 2):
            if _MONITOR.get_tool(number) is None:
                _MONITOR.use_tool_id(number, "sixfold-reads")
                self.tool = number
                break
        else:
            return False
        _MONITOR.register_callback(self.tool, _MONITOR.events.PY_START, self._started)
        _MONITOR.register_callback(self.tool, _MONITOR.events.PY_RESUME, self._resumed)
        _MONITOR.register_callback(self.tool, _MONITOR.events.PY_RETURN, self._returned)
        _MONITOR.register_callback(self.tool, _MONITOR.events.PY_UNWIND, self._unwound)
        self._listen()
        os.register_at_fork(after_in_child=self._forked)
        return True

    def enter(self, name: str) -> None:
        """From here on, what is read belongs to this scope."""
        self._outer.append((self.base, self._imports))
        self.base, self._imports = Scope(name), []
        self._aim()

    def leave(self) -> None:
        """Back to the scope before."""
        self.base, self._imports = self._outer.pop()
        self._aim()

    def note(self, read: str) -> None:
        """A read of the current scopes, unless it is our own."""
        if self._looking == get_ident():
            return
        for scope in self._targets:
            if read not in scope.seen:
                scope.seen.add(read)
                self.journal.write(scope.number, scope.name, read)

    def knows(self, read: str) -> bool:
        """Whether every current scope has this read: then there is no need to look closer."""
        return all(read in scope.seen for scope in self._targets)

    def note_program(self) -> None:
        """A program was started that tells what it reads itself."""
        self._spawned += 1
        self.note(f"n:{os.getpid()}-{self._spawned}")

    def arm(self, code: CodeType) -> None:
        """See this code object and those within it, if they are the checkout's."""
        if self.place(code.co_filename) is None:
            return
        if code.co_name == "<module>":
            self._looking = get_ident()
            self._keepers |= keepers(code)
            self._looking = 0
        kept = code.co_name == "<module>" or code in self._keepers
        events = _STARTS | (_MONITOR.events.PY_RETURN if kept else 0)
        _MONITOR.set_local_events(self.tool, code, events)
        for inner in code.co_consts:
            if isinstance(inner, CodeType):
                self.arm(inner)

    def place(self, file: str) -> str | None:
        """A file's path from the root, or None where it is not a source of the checkout."""
        try:
            return self._places[file]
        except KeyError:
            place = None
            if file.startswith(self.below):
                place = file.removeprefix(self.below)
                if not APART.isdisjoint(place.split("/")) or "sixfold/recorder/" in place:
                    place = None
            self._places[file] = place
            return place

    def _aim(self) -> None:
        """Choose the scopes that what comes next belongs to, and see all code anew for them."""
        if not self._imports:
            self._targets = (self.base,)
        elif self.base.name == AMBIENT:
            self._targets = (self._imports[-1][0],)
        else:
            self._targets = (self._imports[-1][0], self.base)
        if self.base.name != os.environ.get(SCOPE):
            os.environ[SCOPE] = self.base.name
        self._listen()
        _MONITOR.restart_events()

    def _listen(self) -> None:
        """Hear of all code what cannot be heard of the checkout's alone.

        That a function or an import fails is of interest while the scope is open that it ends.
        """
        wanted = self._before_main | (_MONITOR.events.PY_UNWIND if self._imports else 0)
        if wanted != self._heard:
            self._heard = wanted
            _MONITOR.set_events(self.tool, wanted)

    def _main_has_started(self) -> None:
        self._before_main = 0
        self._listen()

    def _started(self, code: CodeType, _offset: int) -> object:
        if self.place(code.co_filename) is None:
            if code.co_name == "<module>" and sys._getframe(1).f_globals.get("__name__") == (
                "__main__"
            ):
                self._main_has_started()
            return _MONITOR.DISABLE
        if code.co_name == "<module>":
            if id(code) not in self._known:
                self._main_has_started()
                self.arm(code)
            if sys._getframe(1).f_globals.get("__name__") == "__main__":
                # A program's own code is imported by nobody: what it does is its starter's.
                self.note(self._told(code))
            else:
                self._import(code)
            return None
        if code in self._keepers:
            # What it makes stays for whoever asks next, as what an import makes does.
            self._resumed(code, 0)
            place = str(self.place(code.co_filename))
            self._imports.append((Scope(f"import:{place}"), self._told(code)))
            self._aim()
            self._resumed(code, 0)
            return None
        return self._resumed(code, 0)

    def _resumed(self, code: CodeType, _offset: int) -> object:
        for scope in self._targets:
            if id(code) not in scope.seen:
                scope.seen.add(id(code))
                self.journal.write(scope.number, scope.name, self._told(code))
        return _MONITOR.DISABLE

    def _import(self, code: CodeType) -> None:
        told = self._told(code)
        # What pytest itself imports, test files above all, is not for all tests.
        if self._imports or self.base.name != AMBIENT:
            self.note(told)
        self._imports.append((Scope(f"import:{told[2:]}"), told))
        self._aim()

    def _returned(self, code: CodeType, _offset: int, _value: object) -> object:
        told = self._told(code)
        if any(one == told for _, one in self._imports):
            while self._imports.pop()[1] != told:
                pass
            self._aim()
        return None

    def _unwound(self, code: CodeType, offset: int, error: BaseException) -> object:
        """What fails ends as what returns does."""
        if self._imports and (code.co_name == "<module>" or code in self._keepers):
            self._returned(code, offset, error)
        return None

    def _told(self, code: CodeType) -> str:
        """`m:path` of a module's own code, `c:path:line:qualname` of a function's."""
        known = self._known.get(id(code))
        if known is None:
            place = self.place(code.co_filename)
            told = f"c:{place}:{code.co_firstlineno}:{code.co_qualname}"
            # The code object is kept, so that no other one gets its id.
            known = (code, f"m:{place}" if code.co_name == "<module>" else told)
            self._known[id(code)] = known
        return known[1]

    def _forked(self) -> None:
        self.journal.fork()


WATCH: Watch | None = None


def begin(scope: str = AMBIENT) -> Watch | None:
    """Start this process's watch, once; None where no recording was asked for."""
    global WATCH
    folder, root = os.environ.get(FOLDER), os.environ.get(ROOT)
    if WATCH is None and folder and root:
        from sixfold.recorder.events import listen

        watch = Watch(root, folder, os.environ.get(SCOPE) or scope)
        if watch.start():
            listen(watch)
            _take_in(watch)
            WATCH = watch
    return WATCH


def _take_in(watch: Watch) -> None:
    """What was imported before we could see it counts as read whole."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if isinstance(file, str) and not name.startswith("sixfold.recorder"):
            place = watch.place(file)
            if place is not None:
                watch.note(f"f:{place}")
