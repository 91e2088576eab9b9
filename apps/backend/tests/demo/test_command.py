"""`python -m src.demo`: a person with books for development, and for nothing else."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from src.auth import passwords
from src.database import Database
from src.demo import __main__ as command


@pytest.mark.usefixtures("bucket")
async def test_it_makes_a_person_who_can_sign_in_and_their_books(
    own: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await command.main() == 0
    assert await command.main() == 0

    async with own.sessions() as session:
        stored = await session.scalar(text("SELECT password_hash FROM users"))
        entries = await session.scalar(text("SELECT count(*) FROM journal_entries"))
    assert (await passwords.verified(command.PASSWORD, stored))[0]
    assert entries > 900
    said = capsys.readouterr().out.splitlines()
    assert (
        said.count(f"{entries} entries. Sign in as {command.EMAIL}, password: {command.PASSWORD}")
        == 2
    )


async def test_where_others_can_reach_it_nobody_gets_a_known_password(
    own: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployed = command.load().model_copy(update={"environment": "preview"})
    monkeypatch.setattr(command, "load", lambda: deployed)

    assert await command.main() == 2

    async with own.sessions() as session:
        assert await session.scalar(text("SELECT count(*) FROM users")) == 0
