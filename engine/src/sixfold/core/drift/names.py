"""Commands, tasks, scripts and files that a text names: all of them must be there."""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from sixfold.core.drift.model import Drift, Sources, Verb, line_of
from sixfold.core.globs import matching
from sixfold.core.located import nearest

_FENCED: Final = re.compile(r"^ *```[^\n]*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_COMMENT: Final = re.compile(r"(?<=\s)#.*")
# Code within a paragraph may go on in the next line, and never past the paragraph's end.
_SPAN: Final = re.compile(r"`((?:[^`\n]|\n(?!\s*\n))+)`")
# A hint of an error, or code in a text.
_QUOTED: Final = re.compile(r"""(?:hint=f?["']|`)(sixfold [a-z][^"'`\n]*)["'`]""")
_LINK: Final = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")
_COMMAND: Final = re.compile(r"(?:^|[\s(/])sixfold +(?=[a-z])([^|#;&\n(]*)")
_TASK: Final = re.compile(r"\b(?:moonw|moon) run +((?:[\w-]*:[\w-]+ *)+)")
_SCRIPT: Final = re.compile(r"\b(?:bash|sh|python3?) +(?:-\w+ +)*((?:[\w.-]+/)+[\w.-]+\.(?:py|sh))")


def documents(sources: Sources) -> Iterator[Drift]:
    """What the documents' code names, and what their links lead to."""
    for path in matching(sources.listed, sources.rules.docs):
        text = sources.text(path) or ""
        for start, code in _code(text):
            before = line_of(text, start) - 1
            for drift in _named(sources, path, code):
                yield replace(drift, line=drift.line + before)
        yield from _links(sources, path, text)


def hints(sources: Sources) -> Iterator[Drift]:
    """What the texts in code tell people to type."""
    for path in matching(sources.listed, sources.rules.code):
        text = sources.text(path) or ""
        for match in _QUOTED.finditer(text):
            line = line_of(text, match.start())
            for message, fix in _wrong(sources.verbs, match[1].removeprefix("sixfold ")):
                yield Drift(path, line, "command", message, fix)


def _code(text: str) -> Iterator[tuple[int, str]]:
    """The code in a Markdown text, each piece with where it starts."""
    for block in _FENCED.finditer(text):
        yield block.start(1), _COMMENT.sub("", block[1])
    outside = _FENCED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    for span in _SPAN.finditer(outside):
        yield span.start(1), span[1]


def _named(sources: Sources, path: str, code: str) -> Iterator[Drift]:
    for match in _COMMAND.finditer(code):
        for message, fix in _wrong(sources.verbs, match[1]):
            yield Drift(path, line_of(code, match.start(1)), "command", message, fix)
    for match in _TASK.finditer(code) if sources.tasks else ():
        for task in match[1].split():
            if task not in sources.tasks:
                close = nearest(task, sources.tasks)
                line = line_of(code, match.start())
                yield Drift(path, line, "task", f"moon has no task {task!r}{close}", "name one")
    for match in _SCRIPT.finditer(code):
        if not sources.is_there(match[1]):
            line = line_of(code, match.start())
            message = f"there is no {match[1]!r}"
            yield Drift(path, line, "script", message, "name a file that is there")


def _wrong(verbs: Mapping[str, Verb], words: str) -> Iterator[tuple[str, str]]:
    """What is wrong with the words after `sixfold`, and how to mend it."""
    if not verbs:
        return
    try:
        rest = shlex.split(words)
    except ValueError:  # a text cut off within quotes: its first words still count
        rest = words.split()
    if not rest:
        return
    name, known, verb = "sixfold", verbs, Verb(options=None)
    while rest and known and re.fullmatch(r"[a-z][a-z-]*", rest[0]):
        word = rest.pop(0)
        if word not in known:
            if name == "sixfold" or verb.options is not None:
                close = nearest(word, frozenset(known))
                yield f"{name} has no verb {word!r}{close}", f"{name} --help"
            return
        name, verb = f"{name} {word}", known[word]
        known = verb.verbs
    options = {word.partition("=")[0] for word in rest}
    for option in sorted(options - verb.options) if verb.options is not None else ():
        if re.fullmatch(r"--[a-z][a-z-]*", option):
            close = nearest(option, verb.options or frozenset())
            yield f"{name} has no option {option}{close}", f"{name} --help"


def _links(sources: Sources, path: str, text: str) -> Iterator[Drift]:
    for match in _LINK.finditer(text):
        target = match[1]
        if ":" in target or target.startswith("/"):
            continue
        place = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        if not sources.is_there(place):
            line = line_of(text, match.start())
            yield Drift(path, line, "link", f"it leads to {place!r}, which is not there", "mend it")
