"""Whatever is sent, the answer is an answer: never a failure of the service.

Schemathesis invents a few requests for each operation of the OpenAPI document, ones that fit it and
ones that do not; `FUZZ_EXAMPLES=200 pytest tests/test_hostile_input.py` invents more.
"""

from __future__ import annotations

import asyncio
import copy
import json
import os
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from httpx import AsyncClient, Response
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from src.auth import passwords

from .auth.test_ownership import OWNED
from .openapi import Json, owned_parameters, request_of, routes

# What no request may take, however slow the machine.
PATIENCE = 60.0
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "1"))

HOSTILE: dict[str, object] = {
    "nul": "a\x00b",
    "half a surrogate pair": "\ud800",
    "right to left, no width, beyond the first plane": "\u202e\u200b\U0001f4b8\ufeff",
    "a line of a log": "x\r\nSet-Cookie: a=b",
    "long": "9" * 100_000,
    "negative zero": "-0.00",
    "not a number": "NaN",
    "a huge number": 10**400,
    "a float": 1e308,
    "a number that is none": float("nan"),
    "a number beyond all floats": float("-inf"),
    "less than nothing at all": -0.0,
    "an empty date as programs write it": "1900-01-01",
    "a date of the next century": "2100-01-01",
    "a date before all": "0000-00-00",
    "a date after all": "9999-12-31",
    "nested": [[[[{"a": [None]}]]]],
    "nothing": None,
}


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash as ever, but with little memory: these tests are about answers, not about hashes."""
    quick = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))
    nobodys = quick.hash("the password of nobody at all")
    monkeypatch.setattr(passwords, "_argon2", lambda: quick)
    monkeypatch.setattr(passwords, "_nobodys", lambda: nobodys)


@pytest.fixture
async def ids(client: AsyncClient, document: Json, bucket: object) -> dict[str, object]:
    """One thing of each kind that the client's user owns, by the name of its path parameter."""
    names = {name for *_, operation in routes(document) for name in owned_parameters(operation)}
    return {name: await maker(client) for name, maker in OWNED.items() if name in names}


def assert_answered(response: Response) -> None:
    """It was understood or refused, and a refusal says why."""
    assert response.status_code < 500, response.text
    if response.status_code >= 400:
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["detail"]


def places(body: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where the values of a body are."""
    if isinstance(body, dict | list) and body:
        for key, value in body.items() if isinstance(body, dict) else enumerate(body):
            yield from places(value, (*at, key))
    elif at:
        yield at


def replaced(body: Any, place: tuple[str | int, ...], value: object) -> Any:
    """The body with another value at a place."""
    changed = copy.deepcopy(body)
    target = changed
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = value
    return changed


def bodies(document: Json) -> Iterator[tuple[str, str, Any]]:
    """Every operation that takes a JSON body, with a body that it takes."""
    for method, path, operation in routes(document):
        asked = request_of(operation, document)
        if asked.get("json"):
            yield method, path, asked["json"]


@pytest.mark.parametrize("what", list(HOSTILE))
async def test_hostile_values_in_every_field_are_answered(
    client: AsyncClient, document: Json, what: str
) -> None:
    sent = 0
    for method, path, body in bodies(document):
        address = path.format_map(dict.fromkeys(OWNED, 1))
        for place in places(body):
            content = json.dumps(replaced(body, place, HOSTILE[what]))
            headers = {"Content-Type": "application/json"}
            assert_answered(await client.request(method, address, content=content, headers=headers))
            sent += 1
    assert sent > 30


@pytest.mark.parametrize(
    "what", ["nul", "half a surrogate pair", "long", "negative zero", "a date after all"]
)
async def test_hostile_values_in_every_query_are_answered(
    client: AsyncClient, document: Json, what: str
) -> None:
    value = str(HOSTILE[what]).encode(errors="surrogatepass")[:2000]
    for method, path, operation in routes(document):
        if method != "GET" or path in ("/api/ping", "/api/health"):
            continue
        address = path.format_map(dict.fromkeys(OWNED, 1))
        names = [each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"]
        for name in names:
            quoted = "".join(f"%{byte:02x}" for byte in value)
            assert_answered(await client.get(f"{address}?{name}={quoted}"))


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"[" * 100_000, b"null", b"{}", b"1", b'{"a":', b"NaN", b'{"\\ud800": 1}'],
)
async def test_a_body_that_is_no_request_is_answered(client: AsyncClient, content: bytes) -> None:
    for path in ("/api/entries", "/api/accounts", "/api/auth/sign-in"):
        headers = {"Content-Type": "application/json"}
        assert_answered(await client.post(path, content=content, headers=headers))


async def test_a_key_that_comes_twice_is_answered(client: AsyncClient, document: Json) -> None:
    """Whichever of the two counts, the request is understood or refused."""
    for method, path, body in bodies(document):
        if isinstance(body, dict) and body:
            first = next(iter(body))
            content = f"{{{json.dumps(first)}: [null], {json.dumps(body)[1:]}"
            headers = {"Content-Type": "application/json"}
            address = path.format_map(dict.fromkeys(OWNED, 1))
            answer = await client.request(method, address, content=content, headers=headers)
            assert_answered(answer)


async def test_bytes_that_are_no_text_are_refused_as_other_bodies_are(client: AsyncClient) -> None:
    headers = {"Content-Type": "application/json"}

    answer = await client.post("/api/entries", content=b'{"date": "\xff"}', headers=headers)

    assert_answered(answer)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "body")


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_that_fills_the_memory_is_stopped(
    anonymous: AsyncClient, announced: bool
) -> None:
    read = 0

    async def flood() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(100):
            read += 1_000_000
            yield b"x" * 1_000_000

    headers = {"Content-Type": "application/json"}
    if announced:
        headers["Content-Length"] = "100000000"
    answer = await anonymous.post("/api/auth/sign-in", content=flood(), headers=headers)

    assert_answered(answer)
    assert (answer.status_code, "8 MB" in answer.json()["detail"]) == (413, True)


@pytest.mark.parametrize("path", ["/api/accounts", "/api/accounts/1", "/api/demo", "/api/rates"])
async def test_a_method_that_a_path_lacks_is_told_which_ones_it_has(
    client: AsyncClient, document: Json, path: str
) -> None:
    answer = await client.request("TRACE", path)

    assert_answered(answer)
    known = document["paths"][path.replace("/1", "/{account_id}")]
    assert answer.status_code == 405
    assert answer.headers["allow"] == ", ".join(sorted(method.upper() for method in known))


@pytest.mark.parametrize("change", [{"fee_most": "-12.34"}, {"propose_at": 5e-324}])
async def test_thresholds_that_match_nothing_are_the_askers_to_mend(
    client: AsyncClient, change: dict[str, object]
) -> None:
    present = (await client.get("/api/reconciliation/thresholds")).json()

    answer = await client.put("/api/reconciliation/thresholds", json=present | change)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] in change


async def test_no_invented_request_makes_the_service_fail(
    client: AsyncClient, document: Json, ids: dict[str, object]
) -> None:
    from schemathesis.core.failures import Failure, FailureGroup

    sent = 0
    faults: dict[str, str] = {}  # the first of each operation and kind
    for case in invented(document):
        asked = case.as_transport_kwargs(base_url="http://books.test")
        # Half of all requests are about something that is there.
        if sent % 2 and case.path_parameters:
            known = {name: ids.get(name, value) for name, value in case.path_parameters.items()}
            asked["url"] = "http://books.test" + case.operation.path.format(**known)
        asked.pop("cookies")
        if not isinstance(asked.get("data", {}), dict):
            asked["content"] = asked.pop("data")
        if asked.get("files"):
            asked["files"] = [(name, _as_file(value)) for name, value in asked["files"]]
        place = f"{case.method} {case.operation.path}"
        try:
            async with asyncio.timeout(PATIENCE):
                response = await client.request(**asked)
        except TimeoutError:
            faults.setdefault(f"{place} in time", str(asked)[:2_000])
            continue
        if case.operation.path != "/api/ping":  # a part of the service may be away in a test
            response.request.read()
            try:
                case.validate_response(response, checks=kept())
            except (Failure, FailureGroup) as fault:
                faults.setdefault(f"{place} {response.status_code}", str(fault))
        sent += 1
    assert sent > 100
    assert not faults, "\n\n".join(f"{place}: {fault}" for place, fault in faults.items())


def kept() -> list[Any]:
    """What every answer keeps: it is none of a failure, and the document says its like."""
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi import checks

    return [
        not_a_server_error,
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_schema_conformance,
    ]


def _as_file(value: Any) -> Any:
    """What httpx sends as a part: invented files may be numbers or nothing."""
    content = value[1] if isinstance(value, tuple) else value
    return ("file", content if isinstance(content, bytes) else str(content).encode())


def invented(document: Json) -> Iterator[Any]:
    """Requests for each operation, in the order in which nothing is signed out too early.

    Those of one operation at a time: a database closes a transaction that is idle for long.
    """
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, settings
    from schemathesis import GenerationMode

    found: list[Any] = []
    copied = copy.deepcopy(document)  # others read it, too
    rules = settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=EXAMPLES == 1,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    operations = [
        result.ok() for result in schemathesis.openapi.from_dict(copied).get_all_operations()
    ]
    operations.sort(key=lambda operation: "/auth/" in operation.path)
    for operation in operations:
        for mode in GenerationMode:
            try:
                strategy = operation.as_strategy(generation_mode=mode)
                rules(given(case=strategy)(lambda case: found.append(case)))()
            except Exception as error:
                # An operation that takes nothing cannot be asked wrongly.
                if type(error).__name__ not in ("SkipTest", "Unsatisfiable"):
                    raise
            yield from found
            found.clear()
