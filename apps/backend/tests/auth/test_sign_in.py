"""Registering, signing in and out, as a browser does it."""

from __future__ import annotations

from typing import Any

import pytest
from httpx import AsyncClient, Response
from redis.asyncio import Redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from src.auth import limits, passwords
from src.auth.sessions import cookie_name
from src.config import Settings
from src.database import Database
from tests.conftest import serving

ADA = {"email": "Ada@Example.org", "name": "Ada", "password": "a long enough phrase"}
PROOF = {"email": ADA["email"], "password": ADA["password"]}


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real argon2id with the least work it allows."""
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    cheap = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    passwords._nobodys.cache_clear()
    monkeypatch.setattr(passwords, "_argon2", lambda: cheap)


async def registered(client: AsyncClient, **change: Any) -> Response:
    """Register, and be signed in."""
    response = await client.post("/api/auth/register", json=ADA | change)
    assert response.status_code == 201, response.text
    return response


async def status_of(client: AsyncClient) -> int:
    """What a route that needs a session answers."""
    return (await client.get("/api/auth/me")).status_code


async def test_who_registers_is_signed_in(anonymous: AsyncClient) -> None:
    await registered(anonymous)

    me = (await anonymous.get("/api/auth/me")).json()

    assert (me["email"], me["name"], me["base_currency"]) == ("Ada@Example.org", "Ada", "SGD")


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    anonymous: AsyncClient, settings: Settings
) -> None:
    cookie = (await registered(anonymous)).headers["set-cookie"]

    assert cookie.startswith(f"{cookie_name(settings)}=")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))


async def test_where_others_can_listen_the_cookie_travels_by_tls_only(
    database: Database, settings: Settings, redis_scope: object
) -> None:
    deployed = settings.model_copy(update={"environment": "production"})
    async with serving(deployed, database) as client:
        cookie = (await registered(client)).headers["set-cookie"]

    assert cookie.startswith("__Host-finance-report-")
    assert "Secure" in cookie.split("; ")


def test_two_worktrees_on_one_host_have_two_cookies(settings: Settings) -> None:
    one, two = (settings.model_copy(update={"namespace": name}) for name in ("main", "feature_x"))

    assert cookie_name(one) != cookie_name(two)


async def test_a_password_is_stored_as_an_argon2id_hash(
    anonymous: AsyncClient, connection: AsyncConnection
) -> None:
    await registered(anonymous)

    stored = await connection.scalar(text("SELECT password_hash FROM users"))

    assert stored.startswith("$argon2id$")
    assert ADA["password"] not in stored


async def test_signing_in_needs_the_password_and_forgives_spelling_of_the_address(
    anonymous: AsyncClient,
) -> None:
    await registered(anonymous)
    await anonymous.post("/api/auth/sign-out")
    assert await status_of(anonymous) == 401
    assert (await anonymous.get("/api/auth/session")).json() == {"user": None}

    answer = await anonymous.post("/api/auth/sign-in", json=PROOF | {"email": " ada@example.ORG"})

    assert answer.status_code == 200
    assert await status_of(anonymous) == 200


async def test_a_wrong_password_and_an_unknown_address_are_answered_alike(
    anonymous: AsyncClient,
) -> None:
    await registered(anonymous)

    wrong = await anonymous.post("/api/auth/sign-in", json=PROOF | {"password": "another phrase"})
    unknown = await anonymous.post("/api/auth/sign-in", json=PROOF | {"email": "eve@example.org"})

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()


async def test_an_address_that_is_taken_in_any_spelling_is_not_told_apart(
    anonymous: AsyncClient,
) -> None:
    await registered(anonymous)

    again = await anonymous.post("/api/auth/register", json=ADA | {"email": "ADA@example.org"})

    assert again.status_code == 409
    assert again.json()["errors"] == []


async def test_signing_in_gives_a_new_session_and_ends_the_one_before(
    anonymous: AsyncClient, settings: Settings
) -> None:
    await registered(anonymous)
    before = anonymous.cookies[cookie_name(settings)]
    await anonymous.post("/api/auth/sign-in", json=PROOF)

    assert anonymous.cookies[cookie_name(settings)] != before
    anonymous.cookies.clear()
    anonymous.cookies.set(cookie_name(settings), before)
    assert await status_of(anonymous) == 401


async def test_signing_out_everywhere_ends_the_sessions_of_other_devices_too(
    anonymous: AsyncClient, database: Database, settings: Settings
) -> None:
    await registered(anonymous)
    async with serving(settings, database) as phone:
        await phone.post("/api/auth/sign-in", json=PROOF)
        assert await status_of(phone) == 200

        assert (await anonymous.post("/api/auth/sign-out-everywhere")).status_code == 204

        assert await status_of(phone) == 401


async def test_sessions_that_ended_by_themselves_are_forgotten(
    anonymous: AsyncClient, settings: Settings, redis_scope: object
) -> None:
    me = (await registered(anonymous)).json()["id"]
    async with Redis.from_url(settings.redis_url.get_secret_value()) as redis:
        (session,) = await redis.smembers(f"{settings.namespace}:sessions:{me}")
        # What Redis does when its time is over.
        await redis.delete(session)

        await anonymous.post("/api/auth/sign-in", json=PROOF)

        assert session not in await redis.smembers(f"{settings.namespace}:sessions:{me}")
        assert await redis.scard(f"{settings.namespace}:sessions:{me}") == 1


async def test_a_new_password_ends_all_sessions_but_the_one_that_asked(
    anonymous: AsyncClient, database: Database, settings: Settings
) -> None:
    await registered(anonymous)
    async with serving(settings, database) as phone:
        await phone.post("/api/auth/sign-in", json=PROOF)
        asked = {"password": ADA["password"], "new_password": "another good phrase"}

        assert (await anonymous.post("/api/auth/password", json=asked)).status_code == 204

        assert (await status_of(anonymous), await status_of(phone)) == (200, 401)
        assert (await phone.post("/api/auth/sign-in", json=PROOF)).status_code == 401


async def test_a_password_is_not_changed_without_the_present_one(anonymous: AsyncClient) -> None:
    await registered(anonymous)
    asked = {"password": "not the password", "new_password": "another good phrase"}

    answer = await anonymous.post("/api/auth/password", json=asked)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["password"]


async def test_guessing_is_slowed_down_and_says_for_how_long(anonymous: AsyncClient) -> None:
    guess = PROOF | {"password": "just a guess"}
    answers = [
        await anonymous.post("/api/auth/sign-in", json=guess)
        for _ in range(limits.SIGN_IN.times + 1)
    ]

    assert [answer.status_code for answer in answers] == [401] * limits.SIGN_IN.times + [429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= limits.SIGN_IN.seconds


async def test_who_is_slowed_down_does_not_slow_down_others(anonymous: AsyncClient) -> None:
    await registered(anonymous)
    guess = {"email": "eve@example.org", "password": "just a guess"}
    for _ in range(limits.SIGN_IN.times + 1):
        await anonymous.post("/api/auth/sign-in", json=guess)

    assert (await anonymous.post("/api/auth/sign-in", json=PROOF)).status_code == 200


async def test_registrations_from_one_address_are_limited(
    anonymous: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = limits.Limit("registration", "registrations", times=1, seconds=60)
    monkeypatch.setattr(limits, "REGISTRATION", few)
    await registered(anonymous)

    answer = await anonymous.post("/api/auth/register", json=ADA | {"email": "eve@example.org"})

    assert answer.status_code == 429


async def test_a_password_is_never_repeated_in_an_answer(anonymous: AsyncClient) -> None:
    secret = "hunter2"  # too short to be taken
    answers = [
        await anonymous.post("/api/auth/register", json=ADA | {"password": secret}),
        await anonymous.post("/api/auth/register", json={"password": secret}),
        await anonymous.post("/api/auth/sign-in", json={"email": 1, "password": secret}),
    ]

    for answer in answers:
        assert answer.status_code == 422
        assert secret not in answer.text


async def test_nobody_on_the_way_may_keep_an_answer(client: AsyncClient) -> None:
    for path in ("/api/auth/me", "/api/accounts", "/api/reports/balance-sheet", "/api/nowhere"):
        assert (await client.get(path)).headers["cache-control"] == "no-store"


async def test_the_profile_changes_only_where_it_may(client: AsyncClient) -> None:
    changed = await client.patch("/api/auth/me", json={"base_currency": "EUR"})

    assert (changed.json()["name"], changed.json()["base_currency"]) == ("Ada", "EUR")
    refused = await client.patch("/api/auth/me", json={"base_currency": "XXX"})
    assert [error["field"] for error in refused.json()["errors"]] == ["base_currency"]


async def test_books_from_before_there_were_accounts_go_to_the_first_who_registers(
    anonymous: AsyncClient, connection: AsyncConnection
) -> None:
    await connection.execute(
        text(
            "WITH nobody AS (INSERT INTO users (name) VALUES ('Owner') RETURNING id)"
            " INSERT INTO accounts (user_id, code, name, type, currency)"
            " SELECT id, '1000', 'Cash', 'asset', 'SGD' FROM nobody"
        )
    )
    await registered(anonymous)

    assert (await anonymous.get("/api/accounts")).json()["total"] == 1
    await registered(anonymous, email="bob@example.org")
    assert (await anonymous.get("/api/accounts")).json()["total"] == 0
