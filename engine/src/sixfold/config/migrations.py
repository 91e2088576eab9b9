"""`[migrations]`: how the revisions of the schema are rehearsed."""

from __future__ import annotations

from dataclasses import dataclass

from sixfold.config.table import Table

_ROWS = 1_000_000
_LOCK_LIMIT = 2.0


@dataclass(frozen=True, slots=True)
class Rehearsing:
    """Commands run in the folder of `[database]`; what is absent is left out and said.

    `versions` is the folder of the revisions (default: what Alembic's own configuration says).
    `demo` fills a database at head with data such as people have, `fill` makes `{rows}` rows in
    `{table}` where the generic filler cannot. A lock of a table that others wait for longer than
    `lock_limit` seconds is warned about. `requests` are paths that the previous release is asked
    for on the new schema, `smoke` a command that asks more of it at `{url}`.
    """

    versions: str = ""
    demo: tuple[str, ...] = ()
    fill: tuple[str, ...] = ()
    rows: int = _ROWS
    lock_limit: float = _LOCK_LIMIT
    app: str = ""
    requests: tuple[str, ...] = ()
    smoke: tuple[str, ...] = ()


def read_migrations(table: Table) -> Rehearsing:
    """The table `[migrations]`, every key of which is optional."""
    rehearsing = Rehearsing(
        versions=table.text("versions"),
        demo=table.texts("demo"),
        fill=table.texts("fill"),
        rows=table.count("rows", _ROWS, most=100_000_000),
        lock_limit=table.duration("lock_limit", _LOCK_LIMIT),
        app=table.text("app"),
        requests=table.texts("requests"),
        smoke=table.texts("smoke"),
    )
    for path in rehearsing.requests:
        if not path.startswith("/"):
            table.fault("requests", f"has {path!r}; a path begins with /")
    if (rehearsing.requests or rehearsing.smoke) and not rehearsing.app:
        table.fault("app", "is missing: which of [apps] is asked?")
    return rehearsing
