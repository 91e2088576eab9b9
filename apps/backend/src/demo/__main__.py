"""`python -m src.demo`: a person with demonstration books, for development.

Signs up ada@example.org in the database of DATABASE_URL; when she is there, nothing happens twice.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import sys

from src.auth import passwords, rules, store
from src.auth.tables import UserRow
from src.config import load
from src.database import connect
from src.demo import service
from src.services import Services

EMAIL, PASSWORD = "ada@example.org", "a demonstration only"


async def main() -> int:
    """Make the person and the books. Returns the exit code."""
    settings = load()
    if settings.is_deployed:
        print("Everybody knows this password: it is for development only.", file=sys.stderr)
        return 2
    database = connect(settings.database_url.get_secret_value())
    services = Services(settings, database)
    try:
        async with database.sessions() as session:
            person = await store.by_email(session, rules.email_key(EMAIL))
            if person is None:
                person = UserRow(name="Ada", email=EMAIL, email_key=rules.email_key(EMAIL))
                person.password_hash = await passwords.hashed(PASSWORD)
                session.add(person)
                await session.commit()
            today = dt.datetime.now(dt.UTC).date()
            books = await service.load(session, services, person.id, today)
    finally:
        await services.close()
        await database.close()
    print(f"{books.entries} entries. Sign in as {EMAIL}, password: {PASSWORD}")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
