"""Notes which lines and branches of some files run in a Python process, and in its children.

A run copies this file as `sitecustomize.py` into a folder of its own, beside `sources` (the files'
paths, one a line), and puts that folder first on PYTHONPATH: every Python that the tests start then
notes what it runs, whatever becomes of it. It imports nothing but what comes with the interpreter,
costs a start a few milliseconds, and makes way for another sitecustomize.

What was seen goes into memory that is mapped from files, so that it outlives an exec, `os._exit`
and a kill. `core/measuring/notes.py` reads them. Each process has a series of its own:

- `<series>.names.<n>`: lines of text, `f PATH` for a file and `c FILE LINE CHECK` for a code
  object: its file's number, its first line, its checksum. Both are numbered in order, from 0.
- `<check>.code`: the code object itself, where pytest has rewritten it, so that its source does not
  compile to it.
- `<series>.hits.<n>`: records of three 32-bit integers, the third of them a code's number plus 1.
  (line, -1, code) is a line that ran; (from, to, code) is a branch, by its instructions' offsets.
"""

from __future__ import annotations

import marshal
import os
import sys
import time
from _thread import RLock
from itertools import count
from mmap import mmap
from struct import Struct
from zlib import crc32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import CodeType
    from typing import Any

_PAGE = 1 << 14
_RECORD = Struct("<iii")
_LINE = -1
# Both ways of a branch were seen.
_BOTH = -1
# What pytest puts into a module, and into a function with an assertion, that it rewrites.
_REWRITTEN = "@pytest_ar"
# Tools' numbers that neither a debugger nor a profiler takes by convention, coverage's own first.
_TOOLS = (1, 3, 4)


class Page:
    """Memory for names or hits; `slots` numbers the records in it, of which there is `room`."""

    def __init__(self, memory: mmap | bytearray) -> None:
        self.memory = memory
        self.room = len(memory) // _RECORD.size
        self.slots = count()
        self.used = 0


_FULL = Page(bytearray())


class Recorder:
    """Notes in `folder` what runs of the files `sources`, each line and way of a branch once."""

    def __init__(self, folder: str, sources: Iterable[str]) -> None:
        self._folder = folder
        self._sources = frozenset(sources)
        self._lock = RLock()
        self._places: dict[str, str | None] = {}
        self._files: dict[str, int] = {}
        # Code objects that are equal are still told of one by one, so they are known by identity.
        self._numbers: dict[int, int] = {}
        self._codes: list[CodeType] = []
        self._ways: dict[tuple[int, int], int] = {}
        self._registry: list[bytes] = []
        self._series = ""
        self._pages = count()
        self._hits = self._names = _FULL

    def start(self) -> bool:
        """Begin; False where this interpreter cannot tell, or every tool's number is taken."""
        monitoring: Any = getattr(sys, "monitoring", None)
        tool = _free_tool(monitoring) if monitoring else None
        if tool is None:
            return False
        self._monitoring, self._tool = monitoring, tool
        events = monitoring.events
        # From Python 3.14 on, the two ways of a branch are events of their own.
        sides = [getattr(events, name, 0) for name in ("BRANCH_LEFT", "BRANCH_RIGHT")]
        branches = sides if all(sides) else [events.BRANCH]
        self._events = events.LINE | sum(branches)
        monitoring.register_callback(tool, events.PY_START, self._begin)
        monitoring.register_callback(tool, events.LINE, self._line)
        for branch in branches:
            monitoring.register_callback(tool, branch, self._branch)
        monitoring.set_events(tool, events.PY_START)
        os.register_at_fork(after_in_child=self._forked)
        return True

    def _begin(self, code: CodeType, _offset: int) -> Any:
        """A code object is entered: from now on its lines are told, if it is to be measured."""
        path = code.co_filename
        if path not in self._places:
            self._places[path] = self._place(path)
        place = self._places[path]
        if place is not None and id(code) not in self._numbers:
            with self._lock:
                if id(code) not in self._numbers:
                    self._register(code, place)
            self._monitoring.set_local_events(self._tool, code, self._events)
        return self._monitoring.DISABLE

    def _line(self, code: CodeType, line: int) -> Any:
        self._note(line, _LINE, self._numbers[id(code)])
        return self._monitoring.DISABLE

    def _branch(self, code: CodeType, offset: int, destination: int) -> Any:
        """A branch is told of until both ways were seen: it cannot be silenced for one alone."""
        number = self._numbers[id(code)]
        seen = self._ways.get((number, offset))
        if seen == destination:
            return None
        if seen != _BOTH:
            self._ways[number, offset] = destination if seen is None else _BOTH
            self._note(offset, destination, number)
        return None if seen is None else self._monitoring.DISABLE

    def _place(self, path: str) -> str | None:
        """The file of some code, if it is to be measured."""
        full = os.path.abspath(path)
        return full if full in self._sources else None

    def _register(self, code: CodeType, path: str) -> None:
        if path not in self._files:
            self._files[path] = len(self._files)
            self._enter(f"f {path}\n")
        check = crc32(code.co_linetable, crc32(code.co_code))
        if _REWRITTEN in code.co_names:
            self._keep(code, check)
        self._enter(f"c {self._files[path]} {code.co_firstlineno} {check}\n")
        self._codes.append(code)
        self._numbers[id(code)] = len(self._codes) - 1

    def _keep(self, code: CodeType, check: int) -> None:
        place = f"{self._folder}/{check}.code"
        half = f"{place}.{os.getpid()}"
        try:
            with open(half, "wb") as file:
                file.write(marshal.dumps(code))
            os.replace(half, place)
        except OSError:
            # The run is over, or the disk is full: nobody reads what is lost.
            return

    def _enter(self, text: str) -> None:
        entry = text.encode(errors="surrogateescape")
        self._begin_series()
        self._registry.append(entry)
        self._write(entry)

    def _write(self, entry: bytes) -> None:
        if self._names.used + len(entry) > len(self._names.memory):
            self._names = self._page("names", len(entry))
        end = self._names.used + len(entry)
        self._names.memory[self._names.used : end] = entry
        self._names.used = end

    def _note(self, first: int, second: int, code: int) -> None:
        page = self._hits
        while (slot := next(page.slots)) >= page.room:
            page = self._turn(page)
        # The code is written last: a record that a kill cut short has none, and does not count.
        _RECORD.pack_into(page.memory, slot * _RECORD.size, first, second, code + 1)

    def _turn(self, full: Page) -> Page:
        with self._lock:
            if self._hits is full:
                self._begin_series()
                self._hits = self._page("hits", 0)
            return self._hits

    def _begin_series(self) -> None:
        """Give this process its series, with what the one that it was forked from registered."""
        if not self._series:
            self._series = f"{self._folder}/{os.getpid()}-{time.monotonic_ns()}"
            for entry in self._registry:
                self._write(entry)

    def _page(self, kind: str, least: int) -> Page:
        """One more page; one that nobody reads where the run is over, or the disk is full."""
        size = max(_PAGE, least)
        try:
            file = os.open(
                f"{self._series}.{kind}.{next(self._pages)}",
                os.O_RDWR | os.O_CREAT | os.O_EXCL,
                0o600,
            )
        except OSError:
            return Page(bytearray(size))
        try:
            # Written, not only sized: a full disk is an error here, and would be a signal later.
            os.write(file, bytes(size))
            return Page(mmap(file, size))
        except (OSError, ValueError):
            return Page(bytearray(size))
        finally:
            os.close(file)

    def _forked(self) -> None:
        """Leave the parent its pages, and its lock to the thread that may hold it there."""
        self._lock = RLock()
        self._series = ""
        self._hits = self._names = _FULL


def _free_tool(monitoring: Any) -> int | None:
    for number in _TOOLS:
        if monitoring.get_tool(number) is None:
            monitoring.use_tool_id(number, "sixfold")
            return number
    return None


def _join(folder: str) -> None:
    """Record into `folder`, by the `sources` in it."""
    try:
        with open(f"{folder}/sources", encoding="utf-8", errors="surrogateescape") as file:
            sources = file.read().split("\n")
    except OSError:
        # The run is over; what it started lives on.
        return
    Recorder(folder, sources).start()


def _make_way(folder: str) -> None:
    """Import the sitecustomize that would have been, if there is one."""
    sys.path[:] = [place for place in sys.path if place != folder]
    mine = sys.modules.pop(__name__)
    try:
        __import__(__name__)
    except ModuleNotFoundError as error:
        if error.name != __name__:
            raise
        sys.modules[__name__] = mine


if __name__ == "sitecustomize":
    _here = os.path.dirname(os.path.abspath(__file__))
    _join(_here)
    _make_way(_here)
