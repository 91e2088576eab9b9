"""Install what is pinned: Python's packages into `.venv`, npm's into `node_modules`."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from faults import Fault
from ground import BIN, ROOT, VENV, Stamp, link
from progress import run
from tools import node_environment, uv_environment

# How it is installed is an input of the step, as is what.
SYNC = ("pip", "sync", "--require-hashes", "requirements.txt")
LINK = ("pip", "install", "--no-deps", "--no-build-isolation", "-e", "engine")
CI = ("ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund")


def python(uv: Path) -> Path:
    """`.venv` with exactly the pinned packages and the engine; returns its interpreter."""
    wanted = (ROOT / ".python-version").read_text(encoding="utf-8").strip()
    own = VENV / "bin" / "python"
    names = (".python-version", "requirements.txt", "engine/pyproject.toml")
    stamp = Stamp("python", *(ROOT / name for name in names), *SYNC, *LINK)
    if stamp.holds() and os.access(VENV / "bin" / "sixfold", os.X_OK) and _minor(own):
        return own
    with stamp.renewed():
        env = uv_environment()
        made = Stamp("venv", wanted)  # its programs name its place, so a moved one is no good
        if not made.holds() or _minor(own) != wanted:
            with made.renewed():
                _make_venv(uv, wanted, env)
        into: list[str | Path] = ["--quiet", "--python", own]
        run("Installing the Python packages", [uv, *SYNC, *into], env=env)
        run("Linking the engine", [uv, *LINK, *into], env=env)
    return own


def node() -> None:
    """`node_modules` with exactly the locked packages, and moon in `.setup/bin`.

    No package's own scripts are run: none of ours needs them, and they could do anything.
    """
    files = [ROOT / "package.json", ROOT / "package-lock.json"]
    stamp = Stamp("packages", *files, *sorted(ROOT.glob("apps/*/package.json")), *CI)
    if stamp.holds() and (BIN / "moon").exists():
        return
    with stamp.renewed():
        run("Installing the npm packages", [BIN / "npm", *CI], env=node_environment())
        link("moon", _moon())


def _moon() -> Path:
    """moon itself: starting it by the script that npm links would start Node first."""
    found = list((ROOT / "node_modules" / "@moonrepo").glob("core-*/moon"))
    if not found:
        raise Fault("there is no moon for this kind of machine", "use the verbs of sixfold: "
                    "./moonw --exec sixfold dev")  # fmt: skip
    return found[0]


def _make_venv(uv: Path, wanted: str, env: dict[str, str]) -> None:
    base = _interpreter(wanted)
    doing = "Making .venv" if base else f"Downloading Python {wanted}"
    try:
        run(doing, [uv, "venv", "--clear", "--quiet", "--python", base or wanted, VENV], env=env)
    except Fault as fault:
        if base:
            raise
        raise Fault(
            f"there is no Python {wanted} on this machine. {fault.message}",
            f"install it, as python{wanted} on PATH or with pyenv, or: {fault.hint}",
        ) from None


def _interpreter(wanted: str) -> Path | None:
    """A Python of the wanted version: on PATH, else pyenv's."""
    candidates = [shutil.which(f"python{wanted}"), shutil.which("python3")]
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path(os.environ.get("HOME", "/")) / ".pyenv")
    candidates += sorted(map(str, pyenv.glob(f"versions/{wanted}.*/bin/python")), reverse=True)
    return next((Path(one) for one in candidates if one and _minor(Path(one)) == wanted), None)


def _minor(python: Path) -> str | None:
    """The version, as "3.12", of an interpreter that really starts; else None."""
    try:
        answer = subprocess.run(
            [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True, text=True, check=False, cwd="/",
        )  # fmt: skip
    except OSError:
        return None
    return answer.stdout.strip() or None
