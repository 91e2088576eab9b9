"""Which baseline a change is held against: its base's, never the one that it brings along."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sixfold.clients.git_history import History
from sixfold.config import Config
from sixfold.core.changes import bases
from sixfold.core.coverage.baseline import Baseline, decode
from sixfold.core.coverage.diff import Diff, read_diff
from sixfold.core.located import Findings

TRAILER: Final = "Coverage-Reset"


@dataclass(frozen=True, slots=True)
class Base:
    """The baseline that counts (None where there is none) and what changed since.

    `since_baseline` maps lines to the tree that the baseline describes, `since_base` to where the
    change left its base; None where git cannot tell. `place` names the baseline in messages.
    """

    place: str
    baseline: Baseline | None = None
    since_baseline: Diff = field(default_factory=Diff)
    since_base: Diff | None = None
    notes: tuple[str, ...] = ()


def find_base(config: Config, findings: Findings, environ: Mapping[str, str] | None = None) -> Base:
    """The base of the tree as it lies there.

    In CI that is what the pull request is merged into (GITHUB_BASE_REF) or what was pushed upon,
    else `[coverage] base`. A commit since then with the trailer `Coverage-Reset: reason` has the
    tree's own baseline count instead, and the reason is told.
    """
    environ = os.environ if environ is None else environ
    history = History(config.root)
    path = environ.get("BASELINE_FILE") or config.coverage.baseline
    outside = Path(path)
    name, commit = _base_commit(config, history, environ)
    if outside.is_absolute() and not outside.is_relative_to(config.root):
        return _from_outside(outside, history, commit, findings)
    path = str(outside.relative_to(config.root)) if outside.is_absolute() else path
    if commit is None:
        return Base(path, notes=(name,))
    reasons = history.trailers(commit, TRAILER)
    if reasons:
        return _reset(config, history, path, commit, reasons, findings)
    return _kept(config, history, path, name, commit, findings)


def _kept(
    config: Config, history: History, path: str, name: str, commit: str, findings: Findings
) -> Base:
    """The usual case: the base's own baseline."""
    text = history.show(commit, path)
    place = f"{path} of {name}"
    baseline = decode(text, place, findings) if text is not None else None
    notes = []
    own = _read(config.root / path)
    if own != text and (text is not None or own is not None):
        did = "removes" if own is None else "adds" if text is None else "edits"
        notes.append(
            f"this change {did} {path}; what counts is {name}'s, unless a commit says why:"
            f" {TRAILER}: <reason>"
        )
    described = history.last_change(commit, path) or commit
    return Base(place, baseline, *_since(history, described, commit), tuple(notes))


def _reset(
    config: Config,
    history: History,
    path: str,
    commit: str,
    reasons: tuple[str, ...],
    findings: Findings,
) -> Base:
    """The tree's own baseline, with the reason that the change gives for it."""
    text = _read(config.root / path)
    described = history.last_change("HEAD", path) or commit
    what = "removed" if text is None else "reset"
    return Base(
        f"{path} of this change",
        decode(text, path, findings) if text is not None else None,
        *_since(history, described, commit),
        tuple(f"the baseline was {what} by this change. {TRAILER}: {why}" for why in reasons),
    )


def _from_outside(file: Path, history: History, commit: str | None, findings: Findings) -> Base:
    """A file that BASELINE_FILE names outside of the repository: no change can bring it along."""
    text = _read(file)
    since = _since(history, commit, commit) if commit else (Diff(), None)
    baseline = decode(text, str(file), findings) if text is not None else None
    return Base(str(file), baseline, *since)


def _since(history: History, described: str, commit: str) -> tuple[Diff, Diff]:
    """What changed since what the baseline describes, and since the base."""
    new = history.untracked()
    base = read_diff(history.diff(commit)).with_new(new)
    if described == commit:
        return base, base
    return read_diff(history.diff(described)).with_new(new), base


def _base_commit(
    config: Config, history: History, environ: Mapping[str, str]
) -> tuple[str, str | None]:
    """The base's name and the commit of it that the tree contains; else why there is none.

    The tree's own commit is never its base: whoever edits a baseline would be judged by it.
    """
    head = history.commit("HEAD")
    if head is None:
        return "there is no git history here to take a baseline from", None
    for reference in _references(config, environ):
        commit = history.commit(reference)
        if commit is None:
            continue
        shared = history.merge_base(commit, head) or commit
        if shared != head or not history.clean():
            return reference, shared
        return _on_base(config, history, reference, head)
    # A pull request's merge commit that was fetched alone: its first parent is the base.
    first = history.commit("HEAD^1") if history.commit("HEAD^2") else None
    if first:
        return "HEAD^1", first
    wanted = environ.get("GITHUB_BASE_REF") or config.coverage.base
    return f"the base {wanted} is not in this clone; fetch it, or set [coverage] base", None


def _on_base(config: Config, history: History, reference: str, head: str) -> tuple[str, str | None]:
    """The tree is the base's last commit: it is held against the one before.

    Unless that commit writes a baseline down that is nowhere lower, or the first one by itself.
    """
    before = history.commit("HEAD^1")
    if before is None:
        return f"{reference} has no commit before this one here", None
    path = config.coverage.baseline
    old, own = history.show(before, path), history.show(head, path)
    if old is None:
        counts = all(name.endswith(path) for name in history.changed(before))
    else:
        counts = own != old and not _lowers(own or "", old)
    return (reference, head) if counts else (f"{reference}^", before)


def _lowers(own: str, old: str) -> bool:
    """Whether a baseline has a lower percentage than another one, or lacks one."""
    new, before = (decode(text, "", Findings()) for text in (own, old))
    if new is None or before is None:
        return before is not None
    shares = new.percentages
    return any(shares.get(name, -1.0) < share for name, share in before.percentages.items())


def _references(config: Config, environ: Mapping[str, str]) -> Iterator[str]:
    asked = environ.get("GITHUB_BASE_REF")
    # What a push to another branch came upon is that branch's own, and no base.
    onto = environ.get("GITHUB_REF_NAME") == config.coverage.base
    if not asked and onto and environ.get("GITHUB_EVENT_NAME") == "push":
        yield from filter(None, [_pushed_upon(environ.get("GITHUB_EVENT_PATH", ""))])
    # In a pull request nothing but its own base will do, whatever the configuration says.
    yield from bases(None, asked, asked or config.coverage.base)


def _pushed_upon(event: str) -> str | None:
    """The commit that a push came upon, as GitHub writes it down for a workflow."""
    try:
        before = json.loads(Path(event).read_text(encoding="utf-8"))["before"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return before if isinstance(before, str) and before.strip("0") else None


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
