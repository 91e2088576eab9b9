"""Places that native servers can use as root and not: open to their account, gone afterwards."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sixfold.core.places import Places

RAM_DISK = Path("/dev/shm")


@contextmanager
def open_places() -> Iterator[Places]:
    """Temporary places, with a RAM disk where there is one; that has to be left empty."""
    home = _open_folder(Path(tempfile.gettempdir()))
    memory = _open_folder(RAM_DISK) if RAM_DISK.is_dir() else None
    yield Places(home / "data", home / "cache", home / "state", memory)
    shutil.rmtree(home)
    if memory is not None:
        assert list(memory.iterdir()) == []
        memory.rmdir()


def _open_folder(parent: Path) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="sixfold-test-", dir=parent))
    folder.chmod(0o755)
    return folder
