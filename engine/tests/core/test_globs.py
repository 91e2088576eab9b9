"""Which paths a glob means."""

from __future__ import annotations

import pytest
from sixfold.core.globs import matching

FILES = ["setup.py", "src/app.py", "src/deep/er/app.py", "src/app.pyi", "docs/a.md"]


@pytest.mark.parametrize(
    ("globs", "found"),
    [
        (["*.py"], ["setup.py"]),
        (["**/*.py"], ["setup.py", "src/app.py", "src/deep/er/app.py"]),
        (["src/**/*.py"], ["src/app.py", "src/deep/er/app.py"]),
        (["src/**"], ["src/app.py", "src/deep/er/app.py", "src/app.pyi"]),
        (["src/*.py?"], ["src/app.pyi"]),
        (["setup.py", "docs/a.md"], ["setup.py", "docs/a.md"]),
        (["src"], []),
        ([], []),
    ],
)
def test_a_star_stays_in_its_folder_and_two_lead_through_any(
    globs: list[str], found: list[str]
) -> None:
    assert matching(FILES, globs) == found


def test_what_is_excluded_does_not_match() -> None:
    assert matching(FILES, ["**/*.py"], ["src/deep/**"]) == ["setup.py", "src/app.py"]
