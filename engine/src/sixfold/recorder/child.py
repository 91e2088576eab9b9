"""Starts the record of a Python program that a test has started; called before its first line."""

from __future__ import annotations

import os

from sixfold.recorder import watch


def begin() -> None:
    """Tell that this program began, and watch it; without that its starter counts it unknown."""
    watching = watch.begin()
    if watching is not None:
        watching.note(f"b:{os.getpid()}")
