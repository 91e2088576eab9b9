"""Completes an entry that exchanges currencies, on accounts that the program keeps for it."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from src.accounting import exchange, store
from src.accounting.exchange import Pair, Position
from src.accounting.rules import Draft, Posting
from src.accounting.tables import Account, AccountType, Role
from src.errors import Fault, Invalid
from src.money import fault


async def completed(session: AsyncSession, owner: int, draft: Draft) -> tuple[Posting, ...]:
    """The draft's lines, and those that its exchange adds.

    The accounts are opened when they are first needed. Raises Invalid when it is no exchange.
    Nobody else posts into these books until the transaction ends: the average cost stays true.
    """
    moneys = [each.money for each in draft.postings]
    # What is no money is the caller's to refuse, with its place.
    if not draft.exchange or any(map(fault, moneys)):
        return draft.postings
    base = (await store.books(session, owner, lock=True)).base_currency
    pair = exchange.pair_of(moneys, base)
    if isinstance(pair, str):
        raise Invalid(f"exchange: {pair}", [Fault("exchange", pair)])
    accounts = await _accounts(session, owner, pair)
    position = Position(
        held=(await store.posted_balance(session, owner, accounts["foreign"])).copy_negate(),
        cost=await store.posted_balance(session, owner, accounts["cost"]),
    )
    missing = exchange.lines_needed(exchange.completed(moneys, pair, position))
    if "gain" in missing:
        accounts["gain"] = await _gain(session, owner, pair.quote)
    added = (Posting(accounts[name], money) for name, money in missing.items())
    return (*draft.postings, *added)


async def _accounts(session: AsyncSession, owner: int, pair: Pair) -> dict[str, int]:
    foreign = await _exchange(session, owner, pair.foreign, pair.quote)
    return {"foreign": foreign, "cost": await _exchange(session, owner, pair.quote, pair.foreign)}


async def _exchange(session: AsyncSession, owner: int, currency: str, against: str) -> int:
    return await _kept(
        session,
        Account(
            user_id=owner,
            code=f"exchange.{currency}.{against}",
            name=f"Exchange of {currency} for {against}",
            type=AccountType.EQUITY,
            currency=currency,
            role=Role.EXCHANGE,
            against=against,
        ),
    )


async def _gain(session: AsyncSession, owner: int, currency: str) -> int:
    return await _kept(
        session,
        Account(
            user_id=owner,
            code=f"exchange.gain.{currency}",
            name=f"Gain or loss on exchange, in {currency}",
            type=AccountType.INCOME,
            currency=currency,
            role=Role.EXCHANGE_GAIN,
        ),
    )


async def _kept(session: AsyncSession, wanted: Account) -> int:
    """The id of the account that is kept for this; opened here when there is none yet."""
    assert wanted.role is not None  # noqa: S101 - the two callers above set it
    found = await store.account_of_role(
        session, wanted.user_id, wanted.role, wanted.currency, wanted.against
    )
    if found is None:
        session.add(wanted)
        await session.flush()
        found = wanted
    return found.id
