"""The use cases of statements. Each ends in one commit, or leaves nothing behind.

`owner` is the id of the person whose files they are: what is another's does not exist.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import structlog
from redis.exceptions import RedisError
from sqlalchemy.ext.asyncio import AsyncSession

from src.accounting import service as accounting
from src.accounting.tables import Account, AccountType
from src.errors import Conflict, Fault, Invalid, NotFound
from src.services import Services
from src.statements import account_store, files, profiles, rules, staging, store
from src.statements.account_store import AccountSummary
from src.statements.files import Upload
from src.statements.parsers import registry
from src.statements.parsers.base import Reading
from src.statements.parsers.csv_file import CsvFile
from src.statements.parsers.profile import Profile
from src.statements.queue import COMMITTED, Queue
from src.statements.rules import Place, Span
from src.statements.staging import Counts
from src.statements.tables import Choice, Import, Statement, StatementFile, Status

log = structlog.get_logger()

# Bank accounts and cards; what a bank tells of is never income or equity.
_BANKED = (AccountType.ASSET, AccountType.LIABILITY)
_UNCOMMITTED = (Status.MAPPING, Status.PREVIEW)


@dataclass(frozen=True, slots=True)
class Imported:
    """An import with its file, its statements and what becomes of its lines."""

    found: Import
    file: StatementFile
    statements: Sequence[Statement]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Received:
    """What an upload led to: a new import, or the one that has this very file already."""

    imported: Imported
    known: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """The places of an account's statements, its currency, and each statement's import."""

    currency: str
    places: list[Place]
    imports: Mapping[int, int]

    @property
    def whole(self) -> bool:
        """Whether nothing is missing and everything adds up."""
        return next(rules.gaps(self.places), None) is None


# --- uploading -------------------------------------------------------------------------------


async def receive(
    session: AsyncSession,
    services: Services,
    owner: int,
    upload: Upload,
    account_id: int | None = None,
) -> Received:
    """Keep a file and queue its reading; one whose bytes are imported already is not read again.

    Raises Invalid when it is empty or of a kind that is not taken, or when the account is none
    that a bank keeps; StorageAway.
    """
    head = upload.opened.read(registry.HEAD)
    upload.opened.seek(0)
    if why := registry.refusal(head):
        raise invalid("file", f"{upload.name} cannot be imported: {why}")
    account = await require_banked(session, owner, account_id) if account_id is not None else None
    await store.take_file(session, owner, upload.sha256)
    known = await store.file_of(session, owner, upload.sha256)
    if known and (active := await store.active_import(session, owner, known.id)):
        return Received(await read_import(session, owner, active.id), known=True)
    # The object first: a row promises that its file is there, an object alone promises nothing.
    await files.keep(services, owner, upload)
    file = await store.add_file(session, owner, upload.sha256, upload.name, upload.size)
    found = Import(user_id=owner, file_id=file.id)
    if account is not None:
        found.account_id, found.currency = account.id, account.currency
    session.add(found)
    await session.commit()
    await enqueue(services, found.id)
    log.info("file_received", import_=found.id, size=upload.size)
    return Received(await read_import(session, owner, found.id), known=False)


async def enqueue(services: Services, import_id: int) -> None:
    """Tell the workers; when nobody can be told, they look for themselves before long."""
    try:
        await Queue(services.redis, services.settings.namespace).put(import_id)
    except RedisError as error:
        log.warning("queue_unreachable", import_=import_id, error=type(error).__name__)


async def announce(services: Services, import_id: int) -> None:
    """Tell that an import was committed; whoever matches its lines may be asked to, too."""
    try:
        queue = Queue(services.redis, services.settings.namespace, COMMITTED)
        await queue.put(import_id)
    except RedisError as error:
        log.warning("queue_unreachable", import_=import_id, error=type(error).__name__)


# --- looking ---------------------------------------------------------------------------------


async def read_import(session: AsyncSession, owner: int, id_: int) -> Imported:
    """One import. Raises NotFound."""
    found, file = await require_import(session, owner, id_)
    statements = await staging.statements_of(session, owner, id_)
    return Imported(found, file, statements, await staging.counts(session, found))


async def timeline(session: AsyncSession, owner: int, account_id: int) -> Timeline:
    """The committed statements of an account by date, with what does not fit. Raises NotFound."""
    account = await accounting.read_account(session, owner, account_id)
    found = await account_store.committed_statements(session, owner, account_id)
    spans = (
        Span(each.id, each.first, each.last, each.moved, each.opening, each.closing)
        for each in found
    )
    places = rules.timeline(spans, await account_store.moved_by_day(session, owner, account_id))
    return Timeline(account.currency, places, {each.id: each.import_id for each in found})


async def accounts_with_statements(
    session: AsyncSession, owner: int
) -> list[tuple[AccountSummary, bool]]:
    """Every account that has statements, and whether its timeline is whole."""
    summaries = await account_store.account_summaries(session, owner)
    return [(each, (await timeline(session, owner, each.account_id)).whole) for each in summaries]


async def try_profile(
    session: AsyncSession, services: Services, owner: int, id_: int, profile: Profile
) -> Reading:
    """What this profile would make of the file; nothing is stored.

    Raises NotFound, Conflict when it is no CSV file before its commit.
    """
    found, file = await require_import(session, owner, id_)
    _require_mapped(found)
    try:
        content = await files.content(services, owner, file.sha256)
    except FileNotFoundError:
        raise NotFound(f"The file of import {id_} is not in the storage any more.") from None
    return await asyncio.to_thread(CsvFile().read, content, profile)


# --- deciding --------------------------------------------------------------------------------


async def confirm_profile(
    session: AsyncSession, services: Services, owner: int, id_: int, profile: Profile, name: str
) -> Imported:
    """Read a CSV file by this profile, and every later one with the same heading.

    Raises NotFound, Conflict when the import is no CSV file before its commit.
    """
    found, _ = await require_import(session, owner, id_, lock=True)
    _require_mapped(found)
    found.profile = profiles.kept(profile)
    found.status, found.attempts = Status.QUEUED, 0
    signature = (found.detection or {}).get("signature", "")
    await store.save_profile(session, owner, name, signature, profiles.kept(profile))
    await session.commit()
    await enqueue(services, id_)
    return await read_import(session, owner, id_)


async def assign(
    session: AsyncSession, owner: int, id_: int, accounts: Mapping[int, int]
) -> Imported:
    """Say which account of the ledger each statement (by id) is of; files with it follow.

    Raises NotFound; Conflict when the import is committed; Invalid when an account is not one
    that a bank keeps, or is in another currency than the file says.
    """
    found, _ = await require_import(session, owner, id_, lock=True)
    require_status(found, _UNCOMMITTED, "assigned")
    statements = {each.id: each for each in await staging.statements_of(session, owner, id_)}
    for statement_id, account_id in accounts.items():
        statement = statements.get(statement_id)
        if statement is None:
            raise NotFound(f"Import {id_} has no statement {statement_id}.")
        account = await require_banked(session, owner, account_id)
        told = statement.told_currency
        if told and told != account.currency:
            what = f"the file is in {told}, account {account.code} in {account.currency}"
            raise invalid("account_id", what)
        statement.account_id, statement.currency = account.id, account.currency
        if statement.identifier:
            await account_store.identify(
                session, owner, statement.identifier, account.currency, account.id
            )
    await session.commit()
    return await read_import(session, owner, id_)


async def choose(
    session: AsyncSession, owner: int, id_: int, positions: Collection[int], choice: Choice | None
) -> Imported:
    """Take or leave these staged lines whatever the rules say; None takes the choice back.

    Raises NotFound, Conflict when the import is committed.
    """
    found, _ = await require_import(session, owner, id_, lock=True)
    require_status(found, _UNCOMMITTED, "chosen from")
    if await staging.choose(session, owner, id_, positions, choice) < len(set(positions)):
        raise NotFound(f"Import {id_} does not have all of these lines.")
    await session.commit()
    return await read_import(session, owner, id_)


async def drop_profile(session: AsyncSession, owner: int, id_: int) -> None:
    """Forget a saved profile. Raises NotFound."""
    if not await store.drop_profile(session, owner, id_):
        raise NotFound(f"There is no profile {id_}.")
    await session.commit()


async def require_import(
    session: AsyncSession, owner: int, id_: int, *, lock: bool = False
) -> tuple[Import, StatementFile]:
    """An import and its file; with `lock`, nobody else changes it meanwhile. Raises NotFound."""
    found = await store.import_with_file(session, owner, id_, lock=lock)
    if found is None:
        raise NotFound(f"There is no import {id_}.")
    return found


async def require_banked(session: AsyncSession, owner: int, id_: int) -> Account:
    """The account, if a bank can keep it and lines can still come."""
    account = await accounting.read_account(session, owner, id_)
    if account.type not in _BANKED:
        what = f"account {account.code} is of type {account.type}; banks tell of assets and debts"
        raise invalid("account_id", what)
    if account.closed:
        raise invalid("account_id", f"account {account.code} is closed")
    return account


def require_status(found: Import, statuses: Collection[Status], done: str) -> None:
    """Raise Conflict when the import is in none of these states."""
    if found.status not in statuses:
        raise Conflict(f"Import {found.id} is {found.status}: it cannot be {done} now.")


def _require_mapped(found: Import) -> None:
    if found.format != "csv" or found.status not in _UNCOMMITTED:
        what = "only a CSV file that is not committed can be read another way"
        raise Conflict(f"Import {found.id} is {found.status}: {what}.")


def invalid(field: str, message: str) -> Invalid:
    """The refusal that names one field."""
    return Invalid(f"{field}: {message}", [Fault(field, message)])
