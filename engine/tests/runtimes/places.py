"""Places that native servers can use as root and not: open to their account, gone afterwards."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sixfold.config.places import find_places
from sixfold.core.places import Places

RAM_DISK = Path("/dev/shm")


@contextmanager
def open_places(programs: Path) -> Iterator[Places]:
    """Temporary places, with a RAM disk where there is one; that has to be left empty.

    The servers' programs, more than a thousand files, are in the folder `programs`.
    """
    home = open_folder(swift_disk())
    memory = open_folder(RAM_DISK) if RAM_DISK.is_dir() else None
    (home / "cache").mkdir()
    (home / "cache" / "installations").symlink_to(programs)
    yield Places(home / "data", home / "cache", home / "state", memory)
    shutil.rmtree(home)
    if memory is not None:
        assert list(memory.iterdir()) == []
        memory.rmdir()


def open_folder(parent: Path | None = None) -> Path:
    """A temporary folder that an unprivileged server account can reach, too."""
    folder = Path(tempfile.mkdtemp(prefix="sixfold-test-", dir=parent))
    folder.chmod(0o755)
    return folder


def swift_disk() -> Path | None:
    """Where homes lie, development data with them: its servers flush, and a busy disk lets wait."""
    memory = find_places({"HOME": "/"}).memory
    return memory.parent if memory is not None else None
