"""Which suite gets which arguments: a command line is split so that none is dropped or misled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from sixfold.errors import RequestError

# pytest's own options that take their value as the next word; `--name=value` needs no entry.
# Plugins add more: those are recognised by what follows them not being a path that exists.
_TAKES_VALUE: Final = frozenset(
    {
        *("-k", "-m", "-p", "-c", "-o", "-W", "-r", "-n", "--tb", "--maxfail", "--deselect"),
        *("--ignore", "--ignore-glob", "--durations", "--durations-min", "--rootdir", "--basetemp"),
        *(
            "--confcutdir",
            "--junitxml",
            "--junit-xml",
            "--log-level",
            "--log-cli-level",
            "--log-file",
        ),
        *("--capture", "--color", "--import-mode", "--override-ini", "--pythonwarnings", "--dist"),
        *("--numprocesses", "--maxprocesses", "--cov", "--cov-report", "--cov-config", "--tx"),
        *("--hypothesis-seed", "--hypothesis-profile", "--randomly-seed", "--timeout", "--reruns"),
        *("--config-file", "--show-capture", "--verbosity", "--last-failed-no-failures", "--lfnf"),
        *("--splits", "--group"),
    }
)


class SuiteLike(Protocol):
    """The part of a suite that routing looks at."""

    @property
    def name(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def directory(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Words:
    """A command line taken apart: `paths` as given, `options` in their order, with their values."""

    paths: tuple[str, ...]
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share[S: SuiteLike]:
    """What one suite is run with: paths relative to its own directory, and the options."""

    suite: S
    paths: tuple[str, ...]
    options: tuple[str, ...]


def split(words: Sequence[str], *, exists: Callable[[str], bool]) -> Words:
    """Take a command line apart into paths and options.

    A word that is no option is a path when something is there, else the value of the option
    before it. Raises RequestError for a word that is neither.
    """
    paths: list[str] = []
    options: list[str] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word == "--":
            continue
        if word.startswith("-") and word != "-":
            options.append(word)
            if rest and _wants_value(word, rest[0], exists):
                options.append(rest.pop(0))
        elif exists(_file_of(word)):
            paths.append(word)
        else:
            raise RequestError(
                f"there is no test file or folder named {word!r}",
                hint="give a path from the repository's root or from the suite's folder",
            )
    return Words(tuple(paths), tuple(options))


def route[S: SuiteLike](
    suites: Iterable[S],
    words: Words,
    *,
    locate: Callable[[S, str], str | None],
    only: str | None = None,
) -> tuple[list[Share[S]], list[str]]:
    """Decide which suites run, with which paths, and which are left out and why.

    `locate(suite, path)` gives the path relative to the suite's directory, or None when it is not
    in that suite. pytest's options are not handed to suites of another kind: with options given,
    those are left out. Raises RequestError for an unknown suite or a path that no suite holds.
    """
    known = list(suites)
    chosen = [suite for suite in known if only is None or suite.name == only]
    if not chosen:
        names = ", ".join(suite.name for suite in known) or "none"
        raise RequestError(f"there is no suite named {only!r}; there are: {names}")
    shares: list[Share[S]] = []
    left_out: list[str] = []
    homeless = set(words.paths)
    for suite in chosen:
        located = {path: locate(suite, path) for path in words.paths}
        inside = tuple(place for place in located.values() if place is not None)
        homeless -= {path for path, place in located.items() if place is not None}
        if words.paths and not inside:
            left_out.append(f"{suite.name}: none of the paths is in {suite.directory}")
        elif words.options and suite.kind != "pytest" and not inside:
            left_out.append(f"{suite.name}: pytest's options are not for {suite.kind}")
        else:
            shares.append(Share(suite, inside, words.options))
    if homeless:
        raise RequestError(
            f"no suite of sixfold.toml holds {', '.join(sorted(homeless))}",
            hint="sixfold config",
        )
    return shares, left_out


def _wants_value(option: str, following: str, exists: Callable[[str], bool]) -> bool:
    if "=" in option or (not option.startswith("--") and len(option) > 2):
        return False
    if option in _TAKES_VALUE:
        return True
    return not following.startswith("-") and not exists(_file_of(following))


def _file_of(word: str) -> str:
    """The file of a node id (`a/test_b.py::test_c[x]` -> `a/test_b.py`)."""
    return word.partition("::")[0]
