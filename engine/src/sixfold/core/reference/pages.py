"""The reference as Markdown: environments, errors, decisions, verbs, made from what runs."""

from __future__ import annotations

import inspect
import posixpath
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from sixfold import errors
from sixfold.core.environment import ENVIRONMENTS
from sixfold.core.reference.markdown import code, table, text

_TITLE: Final = re.compile(r"^# (?:\d+\. )?(.+)$", re.MULTILINE)
_DECISION: Final = re.compile(r"(?:^|/)decisions/(\d+)-[^/]+\.md$")
# What has no kind: nobody foresaw it.
_BUG: Final = (
    "Something went wrong that sixfold cannot explain.",
    "A case that nobody has thought of.",
    "Report it, with the log whose path is printed. `sixfold clean` puts right what was left.",
)


@dataclass(frozen=True, slots=True)
class VerbText:
    """A verb as its help tells it: `options` are pairs of what is typed and what it does.

    `below` are the verbs that are typed behind it; `verbatim` is the whole help where the verb
    writes its own.
    """

    name: str
    usage: str
    meaning: str
    options: tuple[tuple[str, str], ...] = ()
    below: tuple[VerbText, ...] = ()
    verbatim: str = ""


def environments() -> str:
    """What the six are, in two tables."""
    six = list(ENVIRONMENTS.values())
    first = [
        (
            f"**{one.title}**",
            code(one.name),
            code(one.url) or "nobody visits it",
            one.trigger,
            ", ".join(map(str, one.checks)) or "none",
        )
        for one in six
    ]
    second = [
        (
            f"**{one.title}**",
            str(one.code),
            one.infrastructure,
            code(one.database),
            "stays" if one.durable else "is thrown away",
            one.isolation,
        )
        for one in six
    ]
    return "\n\n".join(
        (
            table(("environment", "name", "address", "started by", "checks"), first),
            table(
                ("environment", "runs", "services", "database", "its data", "isolated by"), second
            ),
        )
    )


def error_kinds() -> list[type[errors.SixfoldError]]:
    """Every kind of error, by its exit code."""
    found = errors.SixfoldError.__subclasses__()
    return sorted(found, key=lambda kind: kind.exit_code)


def error_sections() -> str:
    """Every kind of error by its exit code: what happened, what leads to it, what to do."""
    bug = (errors.SixfoldError.exit_code, "a bug in sixfold", *_BUG)
    kinds = ((kind.exit_code, code(kind.__name__), *paragraphs(kind)) for kind in error_kinds())
    return "\n\n".join(
        f"## {number}: {name}\n\n{what}\n\n"
        f"- **Usually because**: {cause}\n- **What to do**: {remedy}"
        for number, name, what, cause, remedy in sorted([*kinds, bug])
    )


def paragraphs(kind: type[errors.SixfoldError]) -> list[str]:
    """What an error's docstring says: the case, its usual causes, the remedy."""
    return [text(part) for part in (inspect.getdoc(kind) or "").split("\n\n")]


def decision_list(listed: Iterable[str], read: Callable[[str], str | None], page: str) -> str:
    """Every decision by its number and title, as links from `page`."""
    lines = []
    for path in sorted(filter(_DECISION.search, listed)):
        title = _TITLE.search(read(path) or "")
        number = path.rpartition("/")[2].partition("-")[0]
        link = posixpath.relpath(path, posixpath.dirname(page))
        lines.append(f"- {number} · [{title[1] if title else path}]({link})")
    return "\n".join(lines)


def verb_sections(verbs: Sequence[VerbText]) -> str:
    """Each verb with its usage and its options, and the verbs below it."""
    return "\n\n".join(chain.from_iterable(_verb(verb, "##") for verb in verbs))


def _verb(verb: VerbText, level: str) -> Iterable[str]:
    yield f"{level} `sixfold {verb.name}`"
    if verb.verbatim:
        yield f"```text\n{verb.verbatim.strip()}\n```"
        return
    yield "\n\n".join(map(text, verb.meaning.split("\n\n")))
    yield f"```text\n{verb.usage}\n```"
    if verb.options:
        yield table(("option", ""), [(code(typed), text(does)) for typed, does in verb.options])
    for inner in verb.below:
        yield from _verb(inner, f"{level}#")
