"""The embedded PostgreSQL: durable for development, fast and forgetful for tests."""

from __future__ import annotations

import os
import shutil
import signal
import struct
from pathlib import Path
from typing import Final

from sixfold import shell, web
from sixfold.core.credentials import credentials
from sixfold.core.service import Purpose, Secret
from sixfold.errors import NotPassed, RequestError, ServiceUnhealthy
from sixfold.runtimes.base import ServerPlan
from sixfold.runtimes.embedded.installation import Installation, postgres
from sixfold.runtimes.embedded.kinds import Launch

# Everything that a crash of the machine could lose is allowed to be lost; a crash of the server
# alone loses nothing, because the kernel still has the pages.
_FORGETFUL: Final = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "wal_init_zero": "off",
    "wal_recycle": "off",
    "min_wal_size": "32MB",
    "max_wal_size": "256MB",
    # A clone by file copy flushes these first, so few is fast.
    "shared_buffers": "32MB",
    "autovacuum": "off",
    "bgwriter_lru_maxpages": "0",
    # Nothing waits for ever, whatever a test forgets.
    "statement_timeout": "300s",
    "lock_timeout": "60s",
    "idle_in_transaction_session_timeout": "600s",
}
_COMMON: Final = {
    "listen_addresses": "127.0.0.1",
    # No socket in a shared folder: a stale one there could never be told from a live one.
    "unix_socket_directories": "",
    "max_connections": "200",
    "jit": "off",
    # A backend whose client was killed ends within a second and lets go of its locks.
    "client_connection_check_interval": "1s",
    "log_line_prefix": "%m [%p] %d ",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


class PostgresKind:
    """Starts PostgreSQL; as root it runs as an unprivileged account, because it refuses root."""

    # "Fast": sessions are ended, data is safe.
    stop_signal = signal.SIGINT

    def describe(self, plan: ServerPlan) -> tuple[str, str]:
        """The version that is started, and how it differs from the compose file's."""
        found = self._installation(plan)
        return f"PostgreSQL {found.version}", found.note

    def credentials(self, plan: ServerPlan) -> tuple[str, Secret]:
        """What the image would make of its environment."""
        user, password, _ = credentials(plan.service)
        return user, password

    def prepare(self, plan: ServerPlan, data: Path) -> None:
        """Make a cluster where there is none; a half-made one is made anew.

        Raises RequestError when development data of another major version is there: it is never
        touched.
        """
        found = self._installation(plan)
        marker = data / "PG_VERSION"
        if marker.is_file() and (data / "sixfold-complete").is_file():
            there = marker.read_text().strip()
            if there != str(found.major):
                raise RequestError(
                    f"the data in {data} is of PostgreSQL {there}, and {found.version} would run",
                    hint=f"install PostgreSQL {there}, or dump and move that folder away",
                )
        else:
            self._initialise(plan, data, found)
        self._configure(plan, data)

    def launch(self, plan: ServerPlan, data: Path, port: int) -> Launch:
        """The postmaster itself, in the foreground of its own session."""
        found = self._installation(plan)
        return Launch(
            argv=(str(found.folder / "postgres"), "-D", str(data), "-p", str(port)),
            environment={"LC_ALL": "C.UTF-8", "TZ": "UTC"},
            account=shell.account(),
        )

    def answers(self, plan: ServerPlan, port: int) -> bool:
        """A startup packet is answered by a request to authenticate, not by "starting up"."""
        user = self.credentials(plan)[0].encode()
        body = struct.pack("!I", 196608) + b"user\0" + user + b"\0database\0postgres\0\0"
        packet = struct.pack("!I", len(body) + 4) + body
        return web.talk("127.0.0.1", port, packet, size=1) == b"R"

    def _installation(self, plan: ServerPlan) -> Installation:
        return postgres(plan.service.major, plan.places)

    def _initialise(self, plan: ServerPlan, data: Path, found: Installation) -> None:
        account = shell.account()
        if any(data.iterdir()):
            shutil.rmtree(data)
            data.mkdir()
        if account is not None:
            _check_reach(data, account)
            os.chown(data, account.uid, account.gid)
        data.chmod(0o700)
        user, password = self.credentials(plan)
        # initdb refuses a folder that is not empty, so the password lies beside it.
        secret = data.with_name(f"{data.name}.password")
        _write_secret(secret, password.reveal() or "postgres", account)
        argv = [
            str(found.folder / "initdb"),
            f"--pgdata={data}",
            f"--username={user}",
            f"--pwfile={secret}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-instructions",
        ]
        if plan.purpose is Purpose.TEST:
            # Checking passwords would cost each test connection 10 ms; it is loopback only.
            argv[4] = "--auth=trust"
            argv.append("--no-sync")
        try:
            shell.run(argv, cwd=Path("/"), env={"PATH": "/usr/bin:/bin"}, account=account)
        except NotPassed as error:
            raise ServiceUnhealthy(
                f"PostgreSQL's data could not be made: {error.message}"
            ) from None
        finally:
            secret.unlink(missing_ok=True)
        (data / "sixfold-complete").touch()

    def _configure(self, plan: ServerPlan, data: Path) -> None:
        settings = dict(_COMMON)
        if plan.purpose is Purpose.TEST:
            settings |= _FORGETFUL
        if self._installation(plan).major >= 18:
            # The io workers of 18 cost memory and gain nothing on data this small.
            settings["io_method"] = "sync"
        text = "".join(f"{key} = '{value}'\n" for key, value in settings.items())
        file = data / "sixfold.conf"
        main = data / "postgresql.conf"
        if not file.is_file() or file.read_text() != text:
            file.write_text(text)
        include = "include_if_exists = 'sixfold.conf'\n"
        if not main.read_text().endswith(include):
            with main.open("a") as handle:
                handle.write(include)
        account = shell.account()
        if account is not None:
            os.chown(file, account.uid, account.gid)


def _write_secret(path: Path, text: str, account: shell.Account | None) -> None:
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, text.encode())
        if account is not None:
            os.fchown(handle, account.uid, account.gid)
    finally:
        os.close(handle)


def _check_reach(data: Path, account: shell.Account) -> None:
    """Every folder above must let the account through."""
    for folder in data.parents:
        mode = folder.stat().st_mode
        if not mode & 0o001 and folder.stat().st_uid != account.uid:
            raise RequestError(
                f"{folder} is closed to the account `{account.name}`, as which PostgreSQL runs"
                " because it refuses root",
                hint="set SIXFOLD_HOME to a folder that others may pass, such as /var/lib/sixfold",
            )
