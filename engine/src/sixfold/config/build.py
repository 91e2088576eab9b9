"""`[build.<name>]`: what `sixfold build` makes."""

from __future__ import annotations

from sixfold.config.table import Table
from sixfold.core.build import BuildTarget


def read_build(table: Table) -> tuple[BuildTarget, ...]:
    """Every target, in the file's order, which is the order in which they are made."""
    return tuple(_target(name, inner) for name, inner in table.tables())


def _target(name: str, table: Table) -> BuildTarget:
    target = BuildTarget(
        name=name,
        command=table.texts("command"),
        directory=table.text("directory", "."),
        output=table.text("output"),
        inputs=table.texts("inputs"),
        variables=table.mapping("variables"),
        dockerfile=table.text("dockerfile"),
        image=table.text("image"),
        arguments=table.mapping("arguments"),
        passed=table.texts("passed"),
        secrets=table.mapping("secrets"),
    )
    if bool(target.command) == target.is_image:
        table.fault("command", "or `dockerfile`: a target has exactly one of them")
    elif target.is_image and not target.image:
        table.fault("image", "is missing: what is the image called?")
    elif target.command and not target.output:
        table.fault("output", "is missing: which folder does the command fill?")
    if target.output.startswith("/") or ".." in target.output.split("/"):
        table.fault("output", f"is {target.output!r}; it is a folder of the repository")
    return target
