"""Completes an entry that exchanges currencies, on accounts that the program keeps for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from src.accounting import exchange, rates, store
from src.accounting.exchange import Pair, Position
from src.accounting.rates import Rates
from src.accounting.rules import Draft, Posting
from src.accounting.tables import Account, AccountType, Role
from src.errors import Fault, Invalid
from src.money import Money, fault


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What an exchange would realise if it was posted now: gains above zero, losses below."""

    gain: Money
    # None where no rate says what the gain is worth in the base currency.
    in_base: Money | None


async def foreseen(
    session: AsyncSession, owner: int, day: dt.date, moneys: Sequence[Money]
) -> Foreseen:
    """What these sums would realise on `day`; nothing is written.

    Raises Invalid when they are no exchange.
    """
    faults = [
        Fault(f"amounts.{place}", why) for place, each in enumerate(moneys) if (why := fault(each))
    ]
    if faults:
        raise Invalid("; ".join(f"{each.field}: {each.message}" for each in faults), faults)
    base = (await store.books(session, owner)).base_currency
    pair = _pair(moneys, base)
    position = await _position(session, owner, await _opened(session, owner, pair))
    gain = exchange.realised(exchange.completed(moneys, pair, position))
    stored = Rates.of(await store.rates_before(session, owner, day))
    rate = stored.on(day, gain.currency, base)
    return Foreseen(gain, rates.converted(gain, rate) if rate else None)


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
    pair = _pair(moneys, base)
    accounts = await _accounts(session, owner, pair)
    position = await _position(session, owner, accounts)
    missing = exchange.lines_needed(exchange.completed(moneys, pair, position))
    if "gain" in missing:
        accounts["gain"] = await _gain(session, owner, pair.quote)
    added = (Posting(accounts[name], money) for name, money in missing.items())
    return (*draft.postings, *added)


def _pair(moneys: Sequence[Money], base: str) -> Pair:
    pair = exchange.pair_of(moneys, base)
    if isinstance(pair, str):
        raise Invalid(f"exchange: {pair}", [Fault("exchange", pair)])
    return pair


async def _position(session: AsyncSession, owner: int, accounts: Mapping[str, int]) -> Position:
    """What stands on the pair's two accounts; nothing where they are not opened yet."""
    balances = {
        name: await store.posted_balance(session, owner, id_) for name, id_ in accounts.items()
    }
    held = balances.get("foreign", Decimal(0)).copy_negate()
    return Position(held, balances.get("cost", Decimal(0)))


async def _opened(session: AsyncSession, owner: int, pair: Pair) -> dict[str, int]:
    """As `_accounts`, of those that there are."""
    sides = {"foreign": (pair.foreign, pair.quote), "cost": (pair.quote, pair.foreign)}
    found = {
        name: await store.account_of_role(session, owner, Role.EXCHANGE, currency, against)
        for name, (currency, against) in sides.items()
    }
    return {name: account.id for name, account in found.items() if account}


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
