"""The use cases of auth. Those that change a person end in one commit, or leave nothing behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from src import money
from src.auth import limits, passwords, rules, store
from src.auth.sessions import Sessions
from src.auth.tables import UserRow
from src.auth.users import User
from src.errors import Conflict, Fault, Invalid, Unauthorized
from src.services import Services

log = structlog.get_logger()

_WRONG = "The address or the password is wrong."


@dataclass(frozen=True, slots=True)
class Registration:
    """A person as they introduce themselves."""

    email: str
    name: str
    password: str


async def register(
    session: AsyncSession, services: Services, asked: Registration, address: str
) -> User:
    """Make an account. The first one takes over the books that were there before accounts.

    Raises Invalid, TooMany, or Conflict when it cannot be made: with the same words and after
    the same work whatever the reason.
    """
    await limits.spend(services, limits.REGISTRATION, address)
    if faults := rules.registration_faults(asked.email, asked.name, asked.password):
        raise Invalid("; ".join(f"{fault.field}: {fault.message}" for fault in faults), faults)
    password_hash = await passwords.hashed(asked.password)
    row = await store.unclaimed(session)
    if row is None:
        row = UserRow(base_currency=services.settings.base_currency)
        session.add(row)
    row.email, row.email_key = asked.email.strip(), rules.email_key(asked.email)
    row.name, row.password_hash = asked.name.strip(), password_hash
    try:
        await session.commit()
    except IntegrityError:
        await session.rollback()
        raise Conflict("No account could be made. Have you got one already? Sign in.") from None
    log.info("registered", user=row.id)
    return row.user()


async def sign_in(
    session: AsyncSession, services: Services, email: str, password: str, address: str
) -> User:
    """The person with this address and password.

    Raises Unauthorized, which does not tell whether the address is known, or TooMany.
    """
    key = rules.email_key(email)
    await limits.spend(services, limits.SIGN_IN_FROM_ADDRESS, address)
    await limits.spend(services, limits.SIGN_IN_TO_ACCOUNT, key)
    await limits.spend(services, limits.SIGN_IN, address, key)
    row = await store.by_email(session, key)
    right, better = await passwords.verified(password, row.password_hash if row else None)
    if row is None or not right:
        log.info("sign_in_refused")
        raise Unauthorized(_WRONG)
    if better:
        row.password_hash = better
        await session.commit()
    await limits.forgive(services, limits.SIGN_IN, address, key)
    await limits.forgive(services, limits.SIGN_IN_TO_ACCOUNT, key)
    return row.user()


async def change_password(
    session: AsyncSession, services: Services, user: User, current: str, new: str
) -> None:
    """Give a person another password and end all their sessions.

    Raises Invalid when the current one is wrong or the new one is too weak, or TooMany.
    """
    await limits.spend(services, limits.SIGN_IN_TO_ACCOUNT, rules.email_key(user.email))
    if why := next(rules.password_faults(new, user.email), None):
        raise Invalid(f"new_password: {why}", [Fault("new_password", why)])
    row = await store.by_id(session, user.id)
    right, _ = await passwords.verified(current, row.password_hash if row else None)
    if row is None or not right:
        why = "is not your present password"
        raise Invalid(f"password: {why}", [Fault("password", why)])
    row.password_hash = await passwords.hashed(new)
    await session.commit()
    await Sessions(services.redis, services.settings.namespace).end_all(user.id)
    log.info("password_changed", user=user.id)


async def change_profile(session: AsyncSession, user: User, changes: dict[str, Any]) -> User:
    """Change `name` or `base_currency`; what is absent stays. Raises Invalid."""
    currency = changes.get("base_currency", user.base_currency)
    if not money.is_currency(currency):
        why = money.unknown(currency)
        raise Invalid(f"base_currency: {why}", [Fault("base_currency", why)])
    row = await store.by_id(session, user.id)
    if row is None:
        raise Unauthorized("Your account is gone. Sign in again.")
    for name, value in changes.items():
        setattr(row, name, value)
    await session.commit()
    return row.user()
