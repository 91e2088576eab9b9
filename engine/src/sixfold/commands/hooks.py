"""The hook that has what nobody owns swept after a push: installed, removed, looked at, run."""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sixfold import locks, shell
from sixfold.clients.git import checkout_root
from sixfold.clients.git_hooks import hooks_folder
from sixfold.config import Config
from sixfold.core.hook_script import HOOK, KEPT, hook_script, is_ours, made_folder
from sixfold.core.lease import Owner
from sixfold.errors import LeaseHeld, RequestError, SixfoldError

# A push of large files over a slow line; whoever takes longer is not waited for.
_LONGEST_PUSH: Final = 3600.0
_SWEEP_LIMIT: Final = 60.0
_SERVERS: Final = "servers"


@dataclass(frozen=True, slots=True)
class HookReport:
    """The state of the hook: `installed`, `absent`, or `replaced` by somebody's after us.

    `kept` is the hook that was there before, where there was one; `last` is what the latest sweep
    after a push wrote down.
    """

    state: str
    path: str
    kept: str
    last: dict[str, object] | None


def install(config: Config) -> HookReport:
    """Install the pre-push hook; one that is there already is kept and called first.

    Raises RequestError where somebody's hook stands over one that was kept.
    """
    folder = hooks_folder(config.root)
    hook, kept = folder / HOOK, folder / KEPT
    ours = _is_ours(hook)
    if not ours and os.path.lexists(hook) and os.path.lexists(kept):
        raise RequestError(
            f"{hook} was replaced since, and {kept} is still the one from before",
            hint=f"keep one of them as {HOOK}, remove the other, and install again",
        )
    made = not folder.exists() or (ours and made_folder(hook.read_text()))
    folder.mkdir(parents=True, exist_ok=True)
    if not ours and os.path.lexists(hook):
        _keep(hook, kept)
    _write(hook, _script(config, made_folder=made))
    return status(config)


def remove(config: Config) -> HookReport:
    """Take our hook away and put back the one that was there, the very same file.

    Raises RequestError where another hook stands in place of ours.
    """
    folder = hooks_folder(config.root)
    hook, kept = folder / HOOK, folder / KEPT
    if not _is_ours(hook):
        if os.path.lexists(kept):
            raise RequestError(
                f"{hook} is not sixfold's any more, and {kept} is the one from before it",
                hint=f"remove one of them by hand; {KEPT} is not called by itself",
            )
        return status(config)
    made = made_folder(hook.read_text())
    if os.path.lexists(kept):
        kept.replace(hook)
    else:
        hook.unlink()
    if made:
        with suppress(OSError):
            folder.rmdir()
    return status(config)


def status(config: Config) -> HookReport:
    """Look; nothing changes."""
    folder = hooks_folder(config.root)
    hook, kept = folder / HOOK, folder / KEPT
    there = os.path.lexists(kept)
    state = "installed" if _is_ours(hook) else "replaced" if there else "absent"
    return HookReport(state, str(hook), str(kept) if there else "", _last(config))


def sweep_after(config: Config, pid: int) -> None:
    """Wait for the end of a push, then have one sweep run, within its limit of time.

    Nobody reads what this says, so what went wrong is written down for `status`.
    """
    push = shell.identify(pid)
    if push is not None and not shell.wait_for_end(push, timeout=_LONGEST_PUSH):
        return
    folder = _record(config).parent
    folder.mkdir(parents=True, exist_ok=True)
    begun = time.time()
    with suppress(LeaseHeld), locks.exclusive(folder / "sweep.lock", owner=_sweeper()):
        done: dict[str, object]
        try:
            told = shell.run(
                [sys.executable, "-m", "sixfold", "hooks", "sweep", "--json"],
                cwd=config.root,
                timeout=_SWEEP_LIMIT,
            )
            done = json.loads(told.out)
        except (SixfoldError, ValueError) as fault:
            done = {"error": str(fault)}
        note = {"at": begun, "seconds": round(time.time() - begun, 1), **done}
        _write(_record(config), json.dumps(note), mode=0o600)


def sweep(config: Config) -> list[str]:
    """Drop what is provably nobody's; servers that linger for the next run are left to it.

    Returns the names of what went. Raises LeaksFound for what should have gone and did not.
    """
    from sixfold.commands.clean import Cleaning

    with Cleaning(config) as cleaning:
        cleaning.items = [item for item in cleaning.items if item.kind != _SERVERS]
        return cleaning.act()


def _keep(hook: Path, kept: Path) -> None:
    """Give the hook that is there its second name; it keeps the first until ours replaces it."""
    try:
        os.link(hook, kept, follow_symlinks=False)
    except OSError:
        # A file system without hard links: for a moment there is no hook.
        hook.rename(kept)


def _sweeper() -> Owner:
    return shell.this_process("sixfold hooks sweep")


def _script(config: Config, *, made_folder: bool) -> str:
    checkout = checkout_root(config.root) or config.root
    prefix = config.root.relative_to(checkout).as_posix()
    program = Path(sys.executable).with_name("sixfold")
    return hook_script(sixfold=str(program), prefix=prefix, made_folder=made_folder)


def _record(config: Config) -> Path:
    return config.places.state / "hooks" / config.project / "last.json"


def _last(config: Config) -> dict[str, object] | None:
    try:
        told = json.loads(_record(config).read_text())
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None


def _is_ours(hook: Path) -> bool:
    try:
        return not hook.is_symlink() and is_ours(hook.read_text(errors="replace"))
    except OSError:
        return False


def _write(path: Path, text: str, *, mode: int = 0o755) -> None:
    """Put a whole file in place of another at once."""
    half = path.with_name(f".{path.name}.{os.getpid()}.half")
    try:
        half.write_text(text)
        half.chmod(mode)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
