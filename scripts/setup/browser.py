"""A browser for the browser tests. Nothing fails without one: those tests are skipped by name."""

from __future__ import annotations

import os
import shutil
import sys

from faults import Fault
from ground import SETUP, write_whole
from tools import apt_install

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def ensure() -> None:
    """Find a browser, or as root install Debian's. Asked once; `./moonw --setup` asks again."""
    if not _found():
        if os.geteuid() == 0 and shutil.which("apt-get"):
            _install()
        else:
            _say("no chromium is found, so browser tests will be skipped")
            _say("  try: apt-get install chromium (as root)")
    write_whole(SETUP / "browser", f"{_found() or 'none'}\n")


def _install() -> None:
    try:
        apt_install("chromium")
    except Fault as fault:
        _say(f"browser tests will be skipped: {fault.message}")
        _say(f"  try: {fault.hint}")


def _found() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def _say(line: str) -> None:
    print(line, file=sys.stderr)
