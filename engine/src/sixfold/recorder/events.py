"""What counts as a read besides code: files, folders, variables, programs.

Seen by audit hooks, and where Python raises none (stat, the environment) by thin wrappers. What
the test tools read for themselves does not count: they are part of the suite's surroundings.
"""

from __future__ import annotations

import os
import sys
from _thread import get_ident
from collections.abc import Callable, Iterator
from typing import Any, Final

from sixfold.recorder.programs import judge
from sixfold.recorder.watch import APART, Watch

_LIBRARY: Final = os.path.dirname(os.__file__)
# Standard modules that read on behalf of whoever calls them.
_CARRIERS: Final = frozenset(
    {
        *("os.py", "posixpath.py", "genericpath.py", "pathlib.py", "glob.py", "fnmatch.py"),
        *("shutil.py", "tempfile.py", "contextlib.py", "_collections_abc.py", "linecache.py"),
        *("tokenize.py", "inspect.py", "traceback.py", "codecs.py", "pkgutil.py", "fileinput.py"),
        *("collections/__init__.py", "subprocess.py", "configparser.py", "json/__init__.py"),
        *("logging/__init__.py", "warnings.py", "zoneinfo/_common.py", "pdb.py", "doctest.py"),
        *(
            "functools.py",
            "types.py",
            "typing.py",
            "random.py",
            "importlib/util.py",
            "copy.py",
            "platform.py",
            "zipfile.py",
        ),
    }
)
_PACKAGES: Final = "/site-packages/"
_TOOLS: Final = frozenset(
    (
        *("_pytest", "pytest", "pluggy", "xdist", "execnet", "coverage", "pytest_cov", "testmon"),
        *("hypothesis", "pytest_asyncio", "_hypothesis_pytestplugin.py"),
    )
)
# Set by terminals, sessions, task runners and the run itself: the checkout's tests are the same
# in each. PATH names programs, which are not of the checkout.
_PASSING: Final = frozenset(
    {
        *("PATH", "PWD", "OLDPWD", "SHLVL", "_", "INIT_CWD", "LS_COLORS", "DISPLAY", "WINDOWID"),
        *("STY", "PS1", "GPG_TTY", "COLORTERM", "LESSOPEN"),
        *("VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", "SIXFOLD_RUN", "SIXFOLD_SUITE"),
    }
)
_PASSING_FAMILIES: Final = (
    *("PYTEST_", "SIXFOLD_READS", "SSH_", "XDG_SESSION", "TMUX", "TERM_", "MOON_", "npm_"),
    *("PROTO_", "COV_CORE_", "COVERAGE_PROCESS", "DBUS_", "WAYLAND_", "VSCODE_"),
)
_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Outside of the checkout, what one test writes and another reads ties them; these never tie.
_SYSTEM: Final = ("/proc/", "/sys/", "/dev/", "/usr/", "/etc/", "/lib/", sys.prefix + "/")


def passing(name: str) -> bool:
    """Whether an environment variable says nothing about the checkout's tests."""
    return name in _PASSING or name.startswith(_PASSING_FAMILIES)


def listen(watch: Watch) -> None:
    """See what this process reads from here on, until it ends."""
    events = _Events(watch)
    sys.addaudithook(events)
    _wrap_stat(events)
    _wrap_environment(events)


class _Events:
    """The audit hook and what the wrappers call; it never raises into what it sees."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._busy: set[int] = set()
        self._kinds: dict[str, Callable[[tuple[Any, ...]], None]] = {
            "open": self._open,
            "os.listdir": self._listed,
            "os.scandir": self._listed,
            "sqlite3.connect": self._database,
            "pickle.find_class": self._pickled,
            "subprocess.Popen": self._popen,
            "os.posix_spawn": self._posix_spawn,
            "os.exec": self._exec,
            "os.system": self._system,
            "os.rename": self._moved,
            "exec": self._executed,
        }

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        see = self._kinds.get(event)
        if see is not None:
            self._alone(see, args)

    def _alone(self, see: Callable[..., None], *args: Any) -> None:
        """Call once for what a thread does; what seeing itself reads is not seen."""
        thread = get_ident()
        if thread in self._busy:
            return
        self._busy.add(thread)
        try:
            see(*args)
        except Exception:
            # A read that cannot be told is a read of anything.
            self._watch.note("x:what could not be told")
        finally:
            self._busy.discard(thread)

    def stat(self, path: object, content: bool) -> None:
        """A look at what is there; a file's time and size change with its content."""
        if isinstance(path, str | bytes | os.PathLike):
            self._alone(self._looked_at, path, content)

    def variable(self, name: object) -> None:
        """A variable of the environment was looked up, or (`*`) all of them."""
        if isinstance(name, str) and not passing(name):
            self._alone(self._note, f"e:{name}")

    def _looked_at(self, path: Any, content: bool) -> None:
        place = self._place(path)
        if place is not None:
            exact = content and not place.endswith(".py")
            self._note(f"{'f' if exact else 'k'}:{place}")
        else:
            self._outside(path)

    def _note(self, read: str) -> None:
        if not self._watch.knows(read) and not _by_a_tool():
            self._watch.note(read)

    def _executed(self, args: tuple[Any, ...]) -> None:
        self._watch.arm(args[0])

    def _open(self, args: tuple[Any, ...]) -> None:
        path, mode, flags = args
        if isinstance(path, int) or path is None or self._watch.journal.holds(path):
            return
        flags = flags if isinstance(flags, int) else 0
        writes = bool(flags & _WRITES) or (isinstance(mode, str) and not mode.startswith("r"))
        place = self._place(path)
        if writes:
            self._note(f"w:{self._absolute(path)}")
            if flags & os.O_TRUNC or (isinstance(mode, str) and mode.startswith("w")):
                return
        if place is not None:
            self._note(f"f:{place}")
        elif not writes:
            self._outside(path)

    def _listed(self, args: tuple[Any, ...]) -> None:
        path = args[0] if args and args[0] is not None else "."
        if isinstance(path, int):
            return
        place = self._place(path)
        if place is not None:
            self._note(f"l:{place}")
        else:
            self._outside(path, "d")

    def _database(self, args: tuple[Any, ...]) -> None:
        if args and isinstance(args[0], str | bytes | os.PathLike) and args[0] != ":memory:":
            self._open((args[0], "r", 0))

    def _moved(self, args: tuple[Any, ...]) -> None:
        self._note(f"w:{self._absolute(args[1])}")

    def _pickled(self, args: tuple[Any, ...]) -> None:
        file = getattr(sys.modules.get(args[0]), "__file__", None)
        place = self._watch.place(file) if isinstance(file, str) else None
        if place is not None:
            self._note(f"m:{place}")

    def _popen(self, args: tuple[Any, ...]) -> None:
        program, words, folder, environment = args
        self._started(program, words, folder, environment)

    def _posix_spawn(self, args: tuple[Any, ...]) -> None:
        if _caller_is("subprocess.py"):
            return
        self._started(args[0], args[1], None, args[2])

    def _exec(self, args: tuple[Any, ...]) -> None:
        self._started(args[0], args[1], None, args[2])

    def _system(self, args: tuple[Any, ...]) -> None:
        self._started("/bin/sh", ["sh", "-c", args[0]], None, None)

    def _started(self, program: object, words: Any, folder: object, environment: Any) -> None:
        if _by_a_tool():
            return
        verdict = judge(self._watch.root, program, words, folder, environment)
        if verdict is None:
            self._watch.note_program()
        else:
            self._watch.note(verdict)

    def _outside(self, path: Any, kind: str = "r") -> None:
        absolute = self._absolute(path)
        if not absolute.startswith((*_SYSTEM, self._watch.below)):
            self._note(f"{kind}:{absolute}")

    def _absolute(self, path: Any) -> str:
        return os.path.abspath(os.fsdecode(path)).replace("\n", "\\n")

    def _place(self, path: Any) -> str | None:
        """The path from the root, or None outside of it and in folders that hold no sources."""
        absolute = self._absolute(path)
        if absolute == self._watch.root:
            return "."
        if not absolute.startswith(self._watch.below):
            return None
        place = absolute.removeprefix(self._watch.below)
        return place if APART.isdisjoint(place.split("/")) else None


def _callers() -> Iterator[tuple[str, str]]:
    """The files and functions that led here, without the carriers, innermost first."""
    frame = sys._getframe(2)
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(_LIBRARY) and "/site-packages/" not in file:
            inside = file[len(_LIBRARY) + 1 :]
            carried = inside in _CARRIERS or inside.startswith("importlib/metadata/")
        else:
            carried = file.startswith("<frozen ") and not file.startswith("<frozen importlib")
        if not carried and not file.endswith(("recorder/events.py", "recorder/watch.py")):
            yield file, frame.f_code.co_name
        frame = frame.f_back  # type: ignore[assignment]  # ends with None


def _by_a_tool() -> bool:
    """Whether a test tool or the import system does this for itself."""
    for file, function in _callers():
        if file.startswith("<frozen importlib"):
            if function == "get_data":
                continue
            return True
        _, installed, inside = file.rpartition(_PACKAGES)
        return bool(installed) and inside.partition("/")[0] in _TOOLS
    return False


def _caller_is(name: str) -> bool:
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename.endswith("/" + name):
            return True
        frame = frame.f_back  # type: ignore[assignment]  # ends with None
    return False


def _wrap_stat(events: _Events) -> None:
    """Python raises no audit event for a look at what is there."""
    real_stat, real_lstat, real_access, real_readlink = os.stat, os.lstat, os.access, os.readlink

    def stat(path: Any, *, dir_fd: int | None = None, follow_symlinks: bool = True) -> Any:
        if dir_fd is None:
            events.stat(path, follow_symlinks)
        return real_stat(path, dir_fd=dir_fd, follow_symlinks=follow_symlinks)

    def lstat(path: Any, *, dir_fd: int | None = None) -> Any:
        if dir_fd is None:
            events.stat(path, False)
        return real_lstat(path, dir_fd=dir_fd)

    def access(path: Any, mode: int, **options: Any) -> bool:
        events.stat(path, False)
        return real_access(path, mode, **options)

    def readlink(path: Any, *, dir_fd: int | None = None) -> Any:
        if dir_fd is None:
            events.stat(path, False)
        return real_readlink(path, dir_fd=dir_fd)

    for real, ours in (
        (real_stat, stat),
        (real_lstat, lstat),
        (real_access, access),
        (real_readlink, readlink),
    ):
        for abilities in (
            os.supports_dir_fd,
            os.supports_fd,
            os.supports_follow_symlinks,
            os.supports_effective_ids,
        ):
            if real in abilities:
                abilities.add(ours)
    os.stat, os.lstat, os.access, os.readlink = stat, lstat, access, readlink


def _wrap_environment(events: _Events) -> None:
    kind = type(os.environ)
    real_get, real_iter = kind.__getitem__, kind.__iter__

    def get(self: Any, key: Any) -> Any:
        events.variable(key)
        return real_get(self, key)

    def each(self: Any) -> Iterator[Any]:
        events.variable("*")
        return real_iter(self)

    kind.__getitem__ = get  # type: ignore[method-assign] # that is the point  # the same call, seen
    kind.__iter__ = each  # type: ignore[method-assign] # that is the point
