"""The queries of staged lines: writing them, looking at them, committing and undoing them.

`owner` is that person's id: what is somebody else's is not there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Select,
    delete,
    func,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from src.rows import copy_rows
from src.statements.parsers.base import LineFault, ReadLine
from src.statements.reading import Staged
from src.statements.tables import (
    Choice,
    Import,
    ImportFault,
    ImportLine,
    LineEntry,
    Statement,
    StatementLine,
    Status,
)

# How many lines go to the server at once; between two batches, progress is told.
BATCH = 5_000

State = Literal["new", "duplicate", "similar", "left"]
# A line and its identity within its account.
Keyed = tuple[ReadLine, str]

_COLUMNS = (
    "import_id", "position", "user_id", "statement_id", "number", "date", "value_date", "amount",
    "text", "bank_id", "balance", "key",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Marked:
    """A staged line and what becomes of it. `like_id` is the line that it resembles or is."""

    line: ImportLine
    account_id: int | None
    currency: str | None
    state: State
    like_id: int | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many staged lines are in each state, and how many faults; `lost` of them lost a line."""

    new: int = 0
    duplicate: int = 0
    similar: int = 0
    left: int = 0
    faults: int = 0
    lost: int = 0


async def clear_staged(session: AsyncSession, import_id: int) -> None:
    """Forget what was staged of an import that is not committed."""
    await session.execute(delete(Statement).where(Statement.import_id == import_id))
    await session.execute(delete(ImportFault).where(ImportFault.import_id == import_id))


async def add_statement(
    session: AsyncSession, found: Import, staged: Staged, account: tuple[int, str] | None
) -> int:
    """Stage a statement without its lines: its id."""
    said = staged.statement
    statement = Statement(
        user_id=found.user_id,
        import_id=found.id,
        identifier=said.account,
        told_currency=said.currency,
        currency=account[1] if account else None,
        account_id=account[0] if account else None,
        opening=said.opening.amount if said.opening else None,
        closing=said.closing.amount if said.closing else None,
        first=staged.first,
        last=staged.last,
        moved=staged.moved,
        line_count=len(staged.lines),
    )
    session.add(statement)
    await session.flush()
    return statement.id


async def copy_lines(
    session: AsyncSession, found: Import, statement_id: int, position: int, lines: Sequence[Keyed]
) -> None:
    """Stage these lines of a statement; the first one takes this position, the others follow."""
    records = [
        (
            found.id,
            position + offset,
            found.user_id,
            statement_id,
            line.number,
            line.date,
            line.value_date,
            line.amount,
            line.text,
            line.bank_id,
            line.balance,
            key,
        )
        for offset, (line, key) in enumerate(lines)
    ]
    await copy_rows(session, "import_lines", _COLUMNS, records)


async def copy_faults(session: AsyncSession, found: Import, faults: Sequence[LineFault]) -> None:
    """Keep what was wrong in a file, in its order."""
    records = [
        (found.id, position, found.user_id, fault.line, fault.message, fault.text, fault.lost)
        for position, fault in enumerate(faults)
    ]
    columns = ("import_id", "position", "user_id", "number", "message", "text", "lost")
    await copy_rows(session, "import_faults", columns, records)


# What becomes of each staged line. Before the commit it is asked anew each time, of the account's
# lines as they are now, so that it cannot be stale; after it, it is what was done. A line's own
# identity is looked up row by row: the planner has no figures about lines that were just written,
# and its other ways of joining them take minutes.
#
# A line of the account makes one staged line similar, not each of its twins: the second of two
# with one day and amount resembles the second such line of the account, and is new without one.
_AS_STAGED = """
    SELECT il.import_id, il.position, il.account_id, il.currency,
           coalesce(il.same_id, named.id, alike.id) AS like_id, il.same_id IS NOT NULL AS is_there,
           CASE
               WHEN il.choice = 'leave' THEN 'left'
               WHEN il.choice = 'take' THEN 'new'
               WHEN il.same_id IS NOT NULL THEN 'duplicate'
               WHEN coalesce(named.id, alike.id) IS NOT NULL THEN 'similar'
               ELSE 'new'
           END AS state
    FROM (
        SELECT line.*, s.account_id, s.currency, same.id AS same_id,
               row_number() OVER (
                   PARTITION BY s.account_id, line.date, line.amount, same.id IS NULL
                   ORDER BY line.position
               ) AS nth
        FROM import_lines line
        JOIN statements s ON s.id = line.statement_id
        LEFT JOIN LATERAL (
            SELECT x.id FROM statement_lines x
            WHERE x.account_id = s.account_id AND x.key = line.key LIMIT 1
        ) same ON true
        WHERE line.import_id = :import AND line.user_id = :owner
    ) il
    LEFT JOIN LATERAL (
        SELECT x.id FROM statement_lines x
        WHERE il.same_id IS NULL AND x.account_id = il.account_id
          AND x.bank_id = il.bank_id AND x.bank_id <> '' AND il.bank_id <> ''
          AND NOT EXISTS (SELECT FROM import_lines other
                          WHERE other.import_id = il.import_id AND other.key = x.key)
        ORDER BY x.id LIMIT 1
    ) named ON true
    LEFT JOIN LATERAL (
        SELECT x.id FROM statement_lines x
        WHERE il.same_id IS NULL AND x.account_id = il.account_id
          AND x.date = il.date AND x.amount = il.amount
          AND NOT EXISTS (SELECT FROM import_lines other
                          WHERE other.import_id = il.import_id AND other.key = x.key)
        ORDER BY x.id LIMIT 1 OFFSET il.nth - 1
    ) alike ON true
"""
_AS_COMMITTED = """
    SELECT il.import_id, il.position, s.account_id, s.currency, il.line_id AS like_id,
           CASE WHEN il.added THEN 'new' WHEN il.line_id IS NOT NULL THEN 'duplicate'
                ELSE 'left' END AS state
    FROM import_lines il
    JOIN statements s ON s.id = il.statement_id
    WHERE il.import_id = :import AND il.user_id = :owner
"""


def _marked(found: Import) -> str:
    return _AS_COMMITTED if found.status is Status.COMMITTED else _AS_STAGED


async def marked_lines(
    session: AsyncSession, found: Import, state: State | None, after: int, limit: int
) -> list[Marked]:
    """Staged lines in the order of the file, those after position `after`."""
    query = f"""
        SELECT marked.* FROM ({_marked(found)}) AS marked
        WHERE position > :after AND (CAST(:state AS text) IS NULL OR state = :state)
        ORDER BY position LIMIT :limit
    """  # noqa: S608 - constants of this module
    values = {
        "import": found.id, "owner": found.user_id, "after": after, "state": state,
        "limit": limit,
    }  # fmt: skip
    rows = (await session.execute(text(query), values)).all()
    lines = await session.scalars(
        select(ImportLine).where(
            ImportLine.import_id == found.id,
            ImportLine.user_id == found.user_id,
            ImportLine.position.in_([row.position for row in rows]),
        )
    )
    by_position = {line.position: line for line in lines}
    return [
        Marked(by_position[row.position], row.account_id, row.currency, row.state, row.like_id)
        for row in rows
    ]


async def counts(session: AsyncSession, found: Import) -> Counts:
    """How many lines of an import are in each state, and its faults."""
    query = f"SELECT state, count(*) AS count FROM ({_marked(found)}) AS marked GROUP BY state"  # noqa: S608 - as above
    rows = await session.execute(text(query), {"import": found.id, "owner": found.user_id})
    states = {row[0]: int(row[1]) for row in rows}
    faults = select(func.count(), func.count().filter(ImportFault.lost)).where(
        ImportFault.import_id == found.id, ImportFault.user_id == found.user_id
    )
    all_, lost = (await session.execute(faults)).one()
    return Counts(**states, faults=all_, lost=lost)


async def statements_of(session: AsyncSession, owner: int, import_id: int) -> Sequence[Statement]:
    """The statements of one import, in the order of the file."""
    query = select(Statement).where(Statement.import_id == import_id, Statement.user_id == owner)
    return (await session.scalars(query.order_by(Statement.id))).all()


async def faults(
    session: AsyncSession, owner: int, import_id: int, limit: int, offset: int
) -> tuple[Sequence[ImportFault], int]:
    """A page of an import's faults by their lines, and how many there are."""
    conditions = [ImportFault.import_id == import_id, ImportFault.user_id == owner]
    query = select(ImportFault).where(*conditions).order_by(ImportFault.position)
    total = await session.scalar(select(func.count()).where(*conditions))
    return (await session.scalars(query.limit(limit).offset(offset))).all(), total or 0


async def choose(
    session: AsyncSession,
    owner: int,
    import_id: int,
    positions: Collection[int],
    choice: Choice | None,
) -> int:
    """Note a person's choice about these staged lines: how many there are."""
    changed = await session.execute(
        update(ImportLine)
        .where(
            ImportLine.import_id == import_id,
            ImportLine.user_id == owner,
            ImportLine.position.in_(positions),
        )
        .values(choice=choice)
        .returning(ImportLine.position)
    )
    return len(changed.all())


async def finer_than(session: AsyncSession, statement_id: int, digits: int) -> bool:
    """Whether a line of this statement has more decimals than these."""
    query = select(ImportLine.position).where(
        ImportLine.statement_id == statement_id,
        ImportLine.amount != func.round(ImportLine.amount, digits),
    )
    return await session.scalar(query.limit(1)) is not None


async def commit_lines(
    session: AsyncSession, owner: int, import_id: int, *, take_similar: bool
) -> None:
    """Make the lines that are new, and point every staged line that is taken at its line."""
    values = {"import": import_id, "owner": owner, "take_similar": take_similar}
    chosen = f"""
        SELECT il.*, m.account_id, m.currency,
               CASE WHEN il.choice = 'take' AND m.is_there
                    -- A person says that it is another line than the one it equals.
                    THEN il.key || ':' || il.import_id || ':' || il.position
                    ELSE il.key END AS identity
        FROM ({_AS_STAGED}) AS m
        JOIN import_lines il USING (import_id, position)
        WHERE m.state <> 'left' AND (m.state <> 'similar' OR :take_similar)
    """  # noqa: S608 - a constant of this module
    # Remembered before anything is written, after which nothing would be new any more.
    await session.execute(text(f"CREATE TEMPORARY TABLE chosen ON COMMIT DROP AS {chosen}"), values)
    await session.execute(text("ANALYZE chosen"))
    await session.execute(text(_ADD), values)
    await session.execute(text(_POINT), values)
    await session.execute(text("DROP TABLE chosen"))


_ADD = """
    INSERT INTO statement_lines
        (user_id, account_id, currency, date, value_date, amount, text, bank_id, key)
    SELECT user_id, account_id, currency, date, value_date, amount, text, bank_id, identity
    FROM chosen ORDER BY position
    ON CONFLICT (account_id, key) DO NOTHING
"""
# A line that no staged line points at is one that was just made.
_POINT = """
    UPDATE import_lines il
    SET line_id = line.id,
        added = NOT EXISTS (SELECT FROM import_lines other WHERE other.line_id = line.id)
    FROM chosen
    JOIN statement_lines line ON line.account_id = chosen.account_id AND line.key = chosen.identity
    WHERE il.import_id = chosen.import_id AND il.position = chosen.position
"""


async def lines_only_of(session: AsyncSession, owner: int, import_id: int) -> list[int]:
    """The lines that no other committed import tells of: those that go when this one is undone."""
    query = text(
        """
        SELECT DISTINCT il.line_id FROM import_lines il
        WHERE il.import_id = :import AND il.user_id = :owner AND il.line_id IS NOT NULL
          AND NOT EXISTS (SELECT FROM import_lines other WHERE other.line_id = il.line_id
                          AND other.import_id <> il.import_id)
        """
    )
    return list(await session.scalars(query, {"import": import_id, "owner": owner}))


async def booked(session: AsyncSession, owner: int, lines: Collection[int]) -> int:
    """How many of these lines are explained by an entry of the journal."""
    query = select(func.count(LineEntry.line_id.distinct())).where(
        LineEntry.user_id == owner, LineEntry.line_id.in_(_each_of(lines))
    )
    return await session.scalar(query) or 0


async def undo_lines(
    session: AsyncSession, owner: int, import_id: int, only: Collection[int]
) -> None:
    """Take back what committing this import did. `only` are the lines that go with it."""
    # A line that stays was added, from now on, by the first of the imports that still tell of it.
    heir = text(
        """
        UPDATE import_lines heir SET added = true
        FROM (SELECT DISTINCT ON (other.line_id) other.import_id, other.position
              FROM import_lines il
              JOIN import_lines other ON other.line_id = il.line_id
                   AND other.import_id <> il.import_id
              WHERE il.import_id = :import AND il.user_id = :owner AND il.added
              ORDER BY other.line_id, other.import_id, other.position) AS first
        WHERE heir.import_id = first.import_id AND heir.position = first.position
        """
    )
    await session.execute(heir, {"import": import_id, "owner": owner})
    await session.execute(
        update(ImportLine)
        .where(ImportLine.import_id == import_id, ImportLine.user_id == owner)
        .values(line_id=None, added=False)
    )
    gone = delete(StatementLine).where(
        StatementLine.user_id == owner, StatementLine.id.in_(_each_of(only))
    )
    # The session holds none of these lines, and need not be told each one that went.
    await session.execute(gone.execution_options(synchronize_session=False))


def _each_of(ids: Collection[int]) -> Select[tuple[int]]:
    """These ids as rows of one parameter.

    The protocol allows 32,767 parameters, a file has more lines; and an array that each row is
    compared with takes the square of its length.
    """
    return select(func.unnest(literal(list(ids), ARRAY(BigInteger))))
