"""The use cases of the chart of accounts."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from src.accounting import chart as chart_of
from src.accounting.chart import NewAccount
from src.accounting.tables import Account, AccountType
from src.database import Database
from src.errors import Conflict, Invalid, NotFound

from .conftest import Chart

BANK = NewAccount("1200", "Bank", AccountType.ASSET, "SGD")


async def test_an_account_is_opened_below_its_parent(session: AsyncSession, chart: Chart) -> None:
    asked = NewAccount("1001", "Wallet", AccountType.ASSET, "SGD", parent_id=chart.cash)

    account = await chart_of.open_account(session, chart.owner, asked)

    assert (account.parent_id, account.closed) == (chart.cash, False)


async def test_a_child_may_be_kept_in_another_currency(session: AsyncSession, chart: Chart) -> None:
    asked = NewAccount("1002", "Yen", AccountType.ASSET, "JPY", parent_id=chart.cash)

    assert (await chart_of.open_account(session, chart.owner, asked)).currency == "JPY"


async def test_a_code_is_given_once(session: AsyncSession, owner: int) -> None:
    await chart_of.open_account(session, owner, BANK)

    with pytest.raises(Conflict) as caught:
        await chart_of.open_account(session, owner, BANK)

    assert [fault.field for fault in caught.value.faults] == ["code"]


async def test_a_code_is_given_once_to_several_at_once(own: Database, own_owner: int) -> None:
    async def alone() -> Account:
        async with own.sessions() as session:
            return await chart_of.open_account(session, own_owner, BANK)

    results = await asyncio.gather(*(alone() for _ in range(4)), return_exceptions=True)

    assert sum(isinstance(result, Account) for result in results) == 1
    assert sum(isinstance(result, Conflict | IntegrityError) for result in results) == 3


async def test_a_currency_that_does_not_exist_is_refused(session: AsyncSession, owner: int) -> None:
    with pytest.raises(Invalid, match="ISO 4217"):
        await chart_of.open_account(session, owner, NewAccount("1", "X", AccountType.ASSET, "ABC"))


async def test_an_income_account_cannot_lie_below_an_asset(
    session: AsyncSession, chart: Chart
) -> None:
    asked = NewAccount("4100", "Bonus", AccountType.INCOME, "SGD", parent_id=chart.cash)

    with pytest.raises(Invalid, match="account 1000 is of type asset, not income"):
        await chart_of.open_account(session, chart.owner, asked)


async def test_a_parent_that_does_not_exist_is_refused(session: AsyncSession, owner: int) -> None:
    asked = NewAccount("1", "X", AccountType.ASSET, "SGD", parent_id=404404404404)

    with pytest.raises(Invalid, match="there is no account 404404404404"):
        await chart_of.open_account(session, owner, asked)


async def test_an_account_cannot_be_moved_below_its_own_child(
    session: AsyncSession, chart: Chart
) -> None:
    asked = NewAccount("1001", "Wallet", AccountType.ASSET, "SGD", parent_id=chart.cash)
    wallet = await chart_of.open_account(session, chart.owner, asked)

    with pytest.raises(Invalid, match="cannot lie below itself"):
        await chart_of.change_account(session, chart.owner, chart.cash, {"parent_id": wallet.id})


async def test_only_what_is_named_changes(session: AsyncSession, chart: Chart) -> None:
    account = await chart_of.change_account(
        session, chart.owner, chart.cash, {"name": "Notes and coins"}
    )

    assert (account.code, account.name, account.closed) == ("1000", "Notes and coins", False)


async def test_a_closed_account_can_be_opened_again(session: AsyncSession, chart: Chart) -> None:
    await chart_of.change_account(session, chart.owner, chart.cash, {"closed": True})

    assert not (
        await chart_of.change_account(session, chart.owner, chart.cash, {"closed": False})
    ).closed


async def test_a_code_cannot_be_changed_to_one_that_is_taken(
    session: AsyncSession, chart: Chart
) -> None:
    with pytest.raises(Conflict):
        await chart_of.change_account(session, chart.owner, chart.cash, {"code": "4000"})


async def test_an_account_that_is_not_there_is_not_found(session: AsyncSession, owner: int) -> None:
    with pytest.raises(NotFound, match="no account 404404404404"):
        await chart_of.change_account(session, owner, 404404404404, {"name": "x"})
