"""`[drift]`: what is stated in more than one file."""

from __future__ import annotations

import re
from types import MappingProxyType

from sixfold.config.table import Table
from sixfold.core.drift.model import DriftRules


def read_drift(table: Table) -> DriftRules:
    """The rules; without any, only what every repository has is compared."""
    versions = {name: _places(inner) for name, inner in table.table("versions").tables()}
    return DriftRules(
        docs=table.texts("docs"), code=table.texts("code"), versions=MappingProxyType(versions)
    )


def _places(table: Table) -> MappingProxyType[str, str]:
    """The expression for each file, in the order of the files."""
    places = {path: table.text(path) for path in table}
    for path, pattern in places.items():
        try:
            groups = re.compile(pattern).groups
        except re.error as error:
            table.fault(path, f"is no regular expression: {error}")
            continue
        if not groups:
            table.fault(path, "has no group, which finds the version")
    return MappingProxyType(places)
