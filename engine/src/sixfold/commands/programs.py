"""Programs as a checkout has them: those beside our own interpreter come before all others."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from sixfold.errors import ToolMissing


def beside_us(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment, with the folder of our interpreter's programs first on PATH."""
    folder = str(Path(sys.prefix) / "bin")
    return {**environ, "PATH": os.pathsep.join((folder, environ.get("PATH", os.defpath)))}


def found(argv: Sequence[str], environ: Mapping[str, str]) -> list[str]:
    """A command with its program's full path. Raises ToolMissing where PATH does not have it."""
    program = shutil.which(argv[0], path=environ["PATH"])
    if program is None:
        raise ToolMissing(f"{argv[0]} is not on this machine", hint="sixfold doctor")
    return [program, *argv[1:]]
