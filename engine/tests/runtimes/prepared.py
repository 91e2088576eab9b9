"""PostgreSQL's programs for many servers that live for seconds: each kind of cluster is made once.

The programs are the real ones, and so is what `initdb` makes: it is asked once for each command
line and password, and what it made is copied for whoever asks the same, in a fifth of the time.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sixfold.core.places import Places
from sixfold.runtimes.embedded.installation import postgres

# Takes the place of `initdb`, which it calls for what it has not made yet. A half-made copy is
# never taken for a whole one: it gets its name last.
_INITDB: Final = """#!/bin/sh
kind=
for word in "$@"; do
    case "$word" in
    --pgdata=*) data="${{word#--pgdata=}}" ;;
    --pwfile=*) kind="$kind$(cksum < "${{word#--pwfile=}}")" ;;
    *) kind="$kind$word" ;;
    esac
done
made="{clusters}/$(id -u)$kind"
if [ -d "$made" ]; then
    exec cp -a "$made/." "$data/"
fi
"{real}" "$@" || exit
cp -a "$data" "$made.$$" && mv "$made.$$" "$made" || rm -rf "$made.$$"
"""


@contextmanager
def prepared_programs() -> Iterator[Path]:
    """A folder with PostgreSQL's programs, to be linked into homes as `cache/installations`."""
    home = Path(tempfile.mkdtemp(prefix="sixfold-test-"))
    home.chmod(0o755)
    clusters = home / "clusters"
    clusters.mkdir()
    # Root's servers, and with them initdb, run as another account.
    clusters.chmod(0o777)
    found = postgres(None, Places(home, home, home)).folder
    real = (found / "initdb").rename(found / "initdb-itself")
    # A new file: the old one is the very file of the wheel.
    (found / "initdb").write_text(_INITDB.format(clusters=clusters, real=real))
    (found / "initdb").chmod(0o755)
    yield home / "installations"
    shutil.rmtree(home)
