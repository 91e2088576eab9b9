"""Where a docker engine would answer, found out without starting a program."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

DEFAULT_SOCKET = Path("/var/run/docker.sock")


def docker_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment for `docker`: a rootless engine's socket is named where it is the only one.

    What the user chose (DOCKER_HOST, DOCKER_CONTEXT, a current context) always stands.
    """
    rootless = Path(environ.get("XDG_RUNTIME_DIR", "/nonexistent")) / "docker.sock"
    if _chosen(environ) or DEFAULT_SOCKET.exists() or not rootless.exists():
        return dict(environ)
    return {**environ, "DOCKER_HOST": f"unix://{rootless}"}


def may_answer(environment: Mapping[str, str]) -> bool:
    """False where certainly no engine answers: nothing was chosen and there is no socket."""
    return _chosen(environment) or DEFAULT_SOCKET.exists()


def _chosen(environ: Mapping[str, str]) -> bool:
    if environ.get("DOCKER_HOST") or environ.get("DOCKER_CONTEXT"):
        return True
    folder = environ.get("DOCKER_CONFIG") or str(Path(environ.get("HOME", "/")) / ".docker")
    try:
        settings = json.loads((Path(folder) / "config.json").read_text())
    except (OSError, ValueError):
        return False
    return isinstance(settings, dict) and settings.get("currentContext", "default") != "default"
