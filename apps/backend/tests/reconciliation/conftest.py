"""A person with accounts, entries and committed statements, who reconciles them over HTTP."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from src.statements import committing, reading, staging, store
from src.statements.parsers.base import Balance, Reading, ReadLine, ReadStatement
from src.statements.tables import Import, Status

Json = dict[str, Any]
MARCH = dt.date(2026, 3, 1)


@dataclass(slots=True)
class Desk:
    """What the person does; accounts are made when they are first named."""

    client: AsyncClient
    session: AsyncSession
    owner: int
    accounts: dict[str, int] = field(default_factory=dict)

    async def account(self, name: str, kind: str = "expense", currency: str = "EUR") -> int:
        """The account of this name: its id."""
        if name not in self.accounts:
            body = {"code": name, "name": name, "type": kind, "currency": currency}
            self.accounts[name] = (await self.post("/api/accounts", 201, body))["id"]
        return self.accounts[name]

    async def bank(self, name: str = "Bank") -> int:
        """An account that a bank keeps: its id."""
        return await self.account(name, "asset")

    async def entry(
        self, day: int, words: str, amount: str, counter: str = "Food", bank: str = "Bank"
    ) -> int:
        """A posted entry of March that moves this much on the bank's account: its id."""
        lines = [
            {"account_id": await self.bank(bank), "amount": amount, "currency": "EUR"},
            {
                "account_id": await self.account(counter),
                "amount": str(-Decimal(amount)),
                "currency": "EUR",
            },
        ]
        body = {"date": _day(day), "description": words, "lines": lines, "post": True}
        return int((await self.post("/api/entries", 201, body))["id"])

    async def statement(
        self, *lines: tuple[int, str, str], bank: str = "Bank", opening: str | None = "100.00"
    ) -> int:
        """A committed statement of March of (day, text, amount), with its balances: its id."""
        account = await self.bank(bank)
        read = [
            ReadLine(number, MARCH.replace(day=day), Decimal(amount), words)
            for number, (day, words, amount) in enumerate(lines, 1)
        ]
        return await committed(self.session, self.owner, account, read, opening)

    async def run(self) -> Json:
        """A run of matching."""
        return await self.post("/api/reconciliation/runs")

    async def bench(self, statement: int) -> Json:
        """A statement's workbench."""
        return await self.get(f"/api/reconciliation/statements/{statement}")

    async def queue(self, query: str = "") -> Json:
        """A page of the review queue."""
        return await self.get(f"/api/review/queue{query}")

    async def decide(self, *actions: Json) -> list[Json]:
        """The outcomes of several decisions."""
        body = {"actions": list(actions)}
        found: list[Json] = (await self.post("/api/review/decisions", 200, body))["outcomes"]
        return found

    async def balance(self, account: str) -> Decimal:
        """What the journal says that an account holds."""
        rows = (await self.get("/api/trial-balance"))["rows"]
        found = {row["account_id"]: Decimal(row["debit"]) - Decimal(row["credit"]) for row in rows}
        return found.get(self.accounts[account], Decimal(0))

    async def get(self, path: str) -> Json:
        """What there is at a path."""
        answer = await self.client.get(path)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def post(self, path: str, status: int = 200, body: Json | None = None) -> Json:
        """The answer to a request that must have this status."""
        answer = await self.client.post(path, json=body)
        assert answer.status_code == status, answer.text
        found: Json = answer.json()
        return found


async def committed(
    session: AsyncSession,
    owner: int,
    account: int,
    lines: Sequence[ReadLine],
    opening: str | None = None,
) -> int:
    """A committed statement of these lines: its id."""
    count = await session.scalar(text("SELECT count(*) FROM statement_files"))
    sha256 = hashlib.sha256(str(count).encode()).hexdigest()
    file = await store.add_file(session, owner, sha256, "march.ofx", 1)
    found = Import(user_id=owner, file_id=file.id, status=Status.PREVIEW)
    session.add(found)
    await session.flush()
    balances = {}
    if opening is not None:
        closing = Decimal(opening) + sum(line.amount for line in lines)
        balances = {"opening": Balance(Decimal(opening)), "closing": Balance(closing)}
    read = reading.staged("ofx", Reading((ReadStatement(tuple(lines), "", "EUR", **balances),)))
    statement = 0
    for each in read.staged:
        statement = await staging.add_statement(session, found, each, (account, "EUR"))
        await staging.copy_lines(
            session, found, statement, 0, list(zip(each.lines, each.keys, strict=True))
        )
    await session.commit()
    await committing.commit_import(session, owner, found.id, accept_difference=True)
    return statement


def _day(day: int) -> str:
    return MARCH.replace(day=day).isoformat()


@pytest.fixture
def desk(client: AsyncClient, session: AsyncSession, owner: int) -> Desk:
    """The person of `client`."""
    return Desk(client, session, owner)
