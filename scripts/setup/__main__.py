"""Set the checkout up: each step only when its inputs changed, one set-up at a time.

Run by `moonw` with any Python from 3.9 on and nothing installed: only the standard library here.
"""

from __future__ import annotations

import os
import sys
import traceback

import browser
import packages
import pins
import tools
from faults import Fault, from_os
from ground import LOG, SETUP, only_one, write_whole


def workspace() -> None:
    """Everything that the two commands need. `ready` is written last, so half is never whole."""
    ready = SETUP / "ready"
    ready.unlink(missing_ok=True)
    uv = tools.uv()
    python = packages.python(uv)
    tools.node(uv, python)
    packages.node()
    write_whole(ready, os.environ["SETUP_INPUTS"] + "\n")


VERBS = {
    "workspace": workspace,
    "browser": browser.ensure,
    "pins": pins.update,
}


def main(verbs: list[str]) -> int:
    """Do the verbs in order; returns the exit code: 0, 3 (something is missing), 70, 130."""
    try:
        SETUP.mkdir(exist_ok=True)
        with only_one():
            for verb in verbs:
                VERBS[verb]()
    except Fault as fault:
        return fault.tell()
    except OSError as fault:
        return from_os(fault).tell()
    except KeyboardInterrupt:
        print("\ninterrupted; the next call goes on where this one stopped", file=sys.stderr)
        return 130
    except Exception:
        trace = traceback.format_exc()
        with LOG.open("a", encoding="utf-8") as log:
            log.write(trace)
        return Fault(f"a bug in set-up: {trace.splitlines()[-1]}", "report it", code=70).tell()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
