"""A data folder of PostgreSQL's: made once, marked complete last, configured at each start."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sixfold import shell
from sixfold.core.service import Purpose, Secret
from sixfold.errors import NotPassed, RequestError, ServiceUnhealthy
from sixfold.runtimes.embedded.installation import Installation
from sixfold.runtimes.embedded.settings import settings

_INCLUDE: Final = "include_if_exists = 'sixfold.conf'\n"
_MAKE_LIMIT: Final = 120.0
# The folder that initdb, and what it starts, makes: in the environment of their processes.
MAKES: Final = "SIXFOLD_MAKES"


@dataclass(frozen=True, slots=True)
class Cluster:
    """One data folder, and the programs that are to run it."""

    programs: Installation
    data: Path
    purpose: Purpose

    def make(self, user: str, password: Secret) -> None:
        """Make what is not there; a half-made folder, which no server ever ran, is made anew.

        Raises RequestError where development data is another version's or another superuser's,
        and never touches that. Raises ServiceUnhealthy when it cannot be made.
        """
        if self._complete.is_file() and self._fits(user):
            self._forget_reused_pid()
        else:
            self._initialise(user, password)
        self._configure()

    @property
    def _complete(self) -> Path:
        """Written last, with the superuser's name."""
        return self.data / "sixfold-complete"

    @property
    def _durable(self) -> bool:
        return self.purpose is Purpose.DEV

    def _fits(self, user: str) -> bool:
        """Whether the data that is there is of this version and superuser."""
        version = (self.data / "PG_VERSION").read_text().strip()
        owner = self._complete.read_text()
        if (version, owner) == (str(self.programs.major), user):
            return True
        if not self._durable:
            return False
        asked = self.programs.version if owner == user else f"{self.programs.version} as {user}"
        raise RequestError(
            f"the development data in {self.data} is of PostgreSQL {version} as {owner},"
            f" and {asked} is asked for",
            hint=f"ask for PostgreSQL {version} as {owner}, or dump the data and move it away",
        )

    def _initialise(self, user: str, password: Secret) -> None:
        account = shell.account()
        self._empty()
        if account is not None:
            _check_reach(self.data, account)
            _check_reach(self.programs.folder / "postgres", account)
            os.chown(self.data, account.uid, account.gid)
        # initdb wants an empty folder, so the password lies beside it.
        secret = self.data.with_name("data.password")
        try:
            _write_private(secret, password.reveal(), account)
            shell.run(
                self._initdb(user, secret if password.reveal() else None),
                cwd=Path("/"),
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", MAKES: str(self.data)},
                timeout=_MAKE_LIMIT,
                account=account,
            )
        except NotPassed as error:
            raise ServiceUnhealthy(
                f"PostgreSQL's data could not be made in {self.data}: {error.message}"
            ) from None
        finally:
            secret.unlink(missing_ok=True)
        self._complete.write_text(user)

    def _initdb(self, user: str, secret: Path | None) -> list[str]:
        argv = [
            str(self.programs.folder / "initdb"),
            f"--pgdata={self.data}",
            f"--username={user}",
            "--encoding=UTF8",
            "--no-instructions",
        ]
        if self.programs.major >= 17:
            # The same order of texts on every machine, whatever locales it has.
            argv += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        else:
            argv += ["--locale=C.UTF-8"]
        if not self._durable:
            argv += ["--no-sync"]
        elif self.programs.major >= 17 and sys.platform == "linux":
            # One call for the whole file system, in place of one for each of a thousand files.
            argv += ["--sync-method=syncfs"]
        if self._durable and secret is not None:
            return [*argv, "--auth=scram-sha-256", f"--pwfile={secret}"]
        # A password costs each new connection 10 ms, and only this machine can connect.
        return [*argv, "--auth=trust"]

    def _empty(self) -> None:
        """Clear away what an interrupted initdb left; nothing that a server ever ran."""
        # What it started may outlive it for a moment, and would write into the new data.
        for process in shell.marked(MAKES, str(self.data)):
            shell.end(process, grace=0)
        if self._durable and (self.data / "postmaster.opts").exists():
            raise RequestError(
                f"{self.data} holds a PostgreSQL cluster that was not made here",
                hint="move it away",
            )
        for left in self.data.iterdir():
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left)
            else:
                left.unlink()

    def _configure(self) -> None:
        wanted = settings(self.purpose, self.programs.major)
        text = "".join(f"{name} = '{value}'\n" for name, value in wanted.items())
        file, main = self.data / "sixfold.conf", self.data / "postgresql.conf"
        if not file.is_file() or file.read_text() != text:
            file.write_text(text)
            file.chmod(0o644)
        if _INCLUDE not in main.read_text():
            with main.open("a") as handle:
                handle.write(_INCLUDE)

    def _forget_reused_pid(self) -> None:
        """Remove the pid file of a server that was killed, where its pid is another program's now.

        PostgreSQL itself cannot tell and would not start. It is asked for under the start lock.
        """
        file = self.data / "postmaster.pid"
        with contextlib.suppress(OSError, ValueError):
            pid = int(file.read_text().split("\n", 1)[0])
            if shell.program_of(pid) != "postgres":
                file.unlink()


def _write_private(path: Path, text: str, account: shell.Account | None) -> None:
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        if account is not None:
            os.fchown(handle, account.uid, account.gid)


def _check_reach(path: Path, account: shell.Account) -> None:
    """Every folder above must let the account through."""
    for folder in path.parents:
        seen = folder.stat()
        if not seen.st_mode & 0o001 and seen.st_uid != account.uid:
            raise RequestError(
                f"{folder} is closed to the account `{account.name}`, as which PostgreSQL runs"
                " because it refuses root",
                hint="set SIXFOLD_HOME to a folder that others may pass, such as /var/lib/sixfold",
            )
