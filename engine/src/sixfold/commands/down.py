"""`sixfold down`: stop the servers of this project that nobody uses."""

from __future__ import annotations

from sixfold.commands import stack
from sixfold.config import Config
from sixfold.core.service import Purpose


def down(config: Config, *, tests: bool = False, both: bool = False) -> dict[str, list[str]]:
    """Stop the development servers, those of tests, or both; data stays.

    Returns the services that ran, by purpose. Raises LeaseHeld when somebody uses them.
    """
    purposes = [Purpose.DEV, Purpose.TEST] if both else [Purpose.TEST if tests else Purpose.DEV]
    return {str(purpose): stack.stop(config, purpose) for purpose in purposes}
