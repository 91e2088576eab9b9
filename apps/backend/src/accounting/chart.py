"""The use cases of the chart of accounts. Each ends in one commit, or leaves nothing behind.

`owner` is the id of the person whose books they are: what is another's does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from src import money
from src.accounting import rules, store
from src.accounting.tables import Account, AccountType
from src.errors import Conflict, Fault, NotFound, invalid


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account as it is asked for."""

    code: str
    name: str
    type: AccountType
    currency: str
    parent_id: int | None = None
    # Whether it is money at hand; left open, an asset is.
    cash: bool | None = None


async def open_account(session: AsyncSession, owner: int, asked: NewAccount) -> Account:
    """Add an account to the chart.

    Raises Conflict when its code is taken, Invalid when its currency or its parent is wrong.
    """
    if not money.is_currency(asked.currency):
        raise invalid("currency", money.unknown(asked.currency))
    await _require_free_code(session, owner, asked.code)
    if asked.parent_id is not None:
        await _require_parent(session, owner, asked.parent_id, asked.type)
    is_asset = asked.type is AccountType.ASSET
    if asked.cash and not is_asset:
        raise invalid("cash", "only an asset can be cash")
    account = Account(
        user_id=owner,
        code=asked.code,
        name=asked.name,
        type=asked.type,
        currency=asked.currency,
        parent_id=asked.parent_id,
        cash=is_asset if asked.cash is None else asked.cash,
    )
    session.add(account)
    await session.commit()
    return account


async def change_account(
    session: AsyncSession, owner: int, id_: int, changes: dict[str, Any]
) -> Account:
    """Change `code`, `name`, `parent_id`, `closed` or `cash`; what is absent stays.

    A closed account takes no new lines. Raises NotFound, Conflict or Invalid.
    """
    account = await store.account(session, owner, id_, lock=True)
    if account is None:
        raise NotFound(f"There is no account {id_}.")
    if changes.get("code", account.code) != account.code:
        await _require_free_code(session, owner, changes["code"])
    if changes.get("parent_id") is not None:
        await _require_parent(session, owner, changes["parent_id"], account.type)
        if rules.closes_circle(await store.parents(session, owner), id_, changes["parent_id"]):
            raise invalid("parent_id", f"account {account.code} cannot lie below itself")
    if changes.get("cash") and account.type is not AccountType.ASSET:
        raise invalid("cash", "only an asset can be cash")
    for name, value in changes.items():
        setattr(account, name, value)
    await session.commit()
    return account


async def remove_account(session: AsyncSession, owner: int, id_: int) -> None:
    """Delete an account that was never used. Raises NotFound, or Conflict when it was."""
    account = await store.account(session, owner, id_, lock=True)
    if account is None:
        raise NotFound(f"There is no account {id_}.")
    if await store.is_used(session, account):
        raise Conflict(f"Account {account.code} has lines or accounts below it: close it instead.")
    await session.delete(account)
    await session.commit()


async def _require_free_code(session: AsyncSession, owner: int, code: str) -> None:
    if await store.account_by_code(session, owner, code):
        fault = Fault("code", f"another account has the code {code}")
        raise Conflict(f"There is an account {code} already.", [fault])


async def _require_parent(session: AsyncSession, owner: int, id_: int, type_: AccountType) -> None:
    parent = await store.account(session, owner, id_)
    if parent is None:
        raise invalid("parent_id", f"there is no account {id_}")
    if parent.type is not type_:
        raise invalid("parent_id", f"account {parent.code} is of type {parent.type}, not {type_}")
