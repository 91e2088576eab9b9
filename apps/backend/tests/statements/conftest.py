"""A person with accounts at banks, who uploads files and lets a worker read them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from httpx import AsyncClient, Response

from src.config import load
from src.database import Database
from src.services import Services
from src.statements.worker import Worker

from .files import fixture

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bank:
    """What the person does, over HTTP; `worker` reads when it is told to."""

    client: AsyncClient
    worker: Worker

    async def account(self, currency: str = "EUR", code: str = "", kind: str = "asset") -> int:
        """An account of the ledger: its id."""
        code = code or f"1-{currency}"
        body = {"code": code, "name": f"At the bank, {code}", "type": kind, "currency": currency}
        return int((await self.ask("POST", "/api/accounts", 201, json=body))["id"])

    async def upload(
        self, content: bytes | str, name: str = "", account: int | None = None, status: int = 201
    ) -> Json:
        """Upload bytes, or a fixture by its name."""
        name = name or (content if isinstance(content, str) else "export.csv")
        body = fixture(content) if isinstance(content, str) else content
        form = {} if account is None else {"account_id": str(account)}
        return await self.ask(
            "POST", "/api/imports", status, files={"file": (name, body)}, data=form
        )

    async def read(self, content: bytes | str, account: int | None = None) -> Json:
        """Upload, and have it read: the import as it then is."""
        id_ = (await self.upload(content, account=account))["imported"]["id"]
        assert await self.worker.once(wait=1)
        return await self.get(f"/api/imports/{id_}")

    async def ready(self, content: bytes | str, account: int) -> Json:
        """As `read`, with the mapping confirmed and every statement given to the account."""
        found = await self.read(content, account)
        if found["status"] == "mapping":
            found = await self.confirm(found["id"])
        missing = [each["id"] for each in found["statements"] if each["account_id"] is None]
        if missing:
            body = {"accounts": [{"statement_id": id_, "account_id": account} for id_ in missing]}
            found = await self.ask("PUT", f"/api/imports/{found['id']}/accounts", json=body)
        assert found["status"] == "preview", found
        return found

    async def confirm(self, import_id: int, **changes: object) -> Json:
        """Confirm the mapping as it was detected, and have the file read by it."""
        mapping = await self.get(f"/api/imports/{import_id}/mapping")
        body = {"name": "My bank", "profile": mapping["detected"] | changes}
        await self.ask("PUT", f"/api/imports/{import_id}/mapping", json=body)
        assert await self.worker.once(wait=1)
        return await self.get(f"/api/imports/{import_id}")

    async def commit(self, import_id: int, **wish: object) -> Json:
        """Commit an import that must be accepted."""
        return await self.ask("POST", f"/api/imports/{import_id}/commit", json=wish)

    async def imported(self, content: bytes | str, account: int, **wish: object) -> Json:
        """Upload, read and commit."""
        return await self.commit((await self.ready(content, account))["id"], **wish)

    async def undo(self, import_id: int) -> Json:
        """Undo an import that must be accepted."""
        return await self.ask("POST", f"/api/imports/{import_id}/undo")

    async def lines(self, account: int) -> list[tuple[str, str, str]]:
        """Day, amount and text of every line of an account, by day."""
        found = await self.get(f"/api/statement-lines?account_id={account}&limit=500")
        return sorted((each["date"], each["amount"], each["text"]) for each in found["items"])

    async def states(self, import_id: int) -> list[str]:
        """What becomes of each staged line."""
        found = await self.get(f"/api/imports/{import_id}/lines?limit=500")
        return [each["state"] for each in found["items"]]

    async def get(self, path: str) -> Json:
        """What there is at a path."""
        return await self.ask("GET", path)

    async def ask(self, method: str, path: str, status: int = 200, **more: Any) -> Json:
        """The answer to a request that must have this status."""
        answer = await self.client.request(method, path, **more)
        assert answer.status_code == status, answer.text
        found: Json = answer.json()
        return found


def assert_problem(answer: Response, status: int, said: str) -> None:
    """The answer is a problem document whose sentence says this."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]


def bank_of(client: AsyncClient) -> Bank:
    """The person of a client that talks to the application without a server."""
    state = client._transport.app.state  # type: ignore[attr-defined]  # the transport of `serving`
    return Bank(client, Worker(state.services, state.database))


@pytest.fixture
async def services(
    database: Database, bucket: object, redis_scope: object
) -> AsyncIterator[Services]:
    """The services inside the test's transaction, with a bucket that is emptied."""
    opened = Services(load(), database)
    yield opened
    await opened.close()


@pytest.fixture
async def bank(client: AsyncClient, services: Services, database: Database) -> Bank:
    """The person of `client`."""
    return Bank(client, Worker(services, database))


@pytest.fixture
async def own_services(
    own: Database, bucket: object, redis_scope: object
) -> AsyncIterator[Services]:
    """The services on a database of this test's own."""
    opened = Services(load(), own)
    yield opened
    await opened.close()


@pytest.fixture
async def own_bank(own_client: AsyncClient, own_services: Services, own: Database) -> Bank:
    """A person in a database of this test's own, where commits are commits."""
    return Bank(own_client, Worker(own_services, own))
