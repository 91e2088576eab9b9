"""`[coverage]`: components, their minimums, the floors of single places, and the baseline."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from sixfold.config.settings import Suite
from sixfold.config.table import Table
from sixfold.core.coverage.rules import UNIFIED, Component, CoverageRules

# Tables in [coverage] that are no component.
_OTHERS: Final = (UNIFIED, "floors")


def read_coverage(table: Table, suites: tuple[Suite, ...]) -> CoverageRules:
    """The table; without components, each suite is one by its own name."""
    names = tuple(suite.name for suite in suites)
    unified = table.table(UNIFIED)
    rules = CoverageRules(
        unified_minimum=unified.percent("min"),
        unified_target=unified.percent("target"),
        diff=table.percent("diff"),
        floors=MappingProxyType(_floors(table.table("floors"))),
        baseline=table.text("baseline", "unified-coverage.json"),
        base=table.text("base", "main"),
        components=tuple(_components(table, names)) or tuple(Component(n, (n,)) for n in names),
    )
    if rules.base.startswith("-"):
        table.fault("base", f"is {rules.base!r}, which is no branch")
    if rules.baseline.startswith(("/", "-")) or ".." in rules.baseline.split("/"):
        table.fault("baseline", f"is {rules.baseline!r}; it is a file of the repository")
    return rules


def _components(table: Table, names: tuple[str, ...]) -> list[Component]:
    found = []
    for name in table.inner():
        if name in _OTHERS:
            continue
        inner = table.table(name)
        suites = inner.choices("suites", names)
        if "suites" not in inner:
            table.fault(name, "has no `suites`: which suites measure it?")
        found.append(Component(name, suites, inner.percent("min")))
    return found


def _floors(table: Table) -> dict[str, float]:
    return {glob: table.percent(glob) for glob in table}
