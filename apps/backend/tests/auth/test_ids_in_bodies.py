"""An id of another person's in a body is answered as one that is nowhere: never taken, never told.

A new id in a body makes the first test fail until `CASES` says how it is sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from httpx import AsyncClient, Response

from ..openapi import Json, routes
from ..statements.conftest import bank_of
from .test_ownership import account, entry, match, rule, statement_line

NOWHERE = 2**40
# How the fields of ids are called.
_NAMES = ("id", "ids", "replaces")
# What a body names with an id that is not one of ours: the number that a bank gave a line.
_COLUMNS = ("bank_id",)

Ids = dict[str, int]
Body = Callable[[Ids, int], Json]


def _lines(mine: int, other: int) -> list[Json]:
    amounts = ((mine, "1"), (other, "-1"))
    return [{"account_id": id_, "amount": each, "currency": "SGD"} for id_, each in amounts]


def _entry(mine: Ids, id_: int) -> Json:
    return {"date": "2026-01-01", "description": "x", "lines": _lines(mine["account"], id_)}


def _book(**changed: object) -> Json:
    return {"actions": [{"action": "book"} | changed]}


# Method, path, the place of the id, what it is of, and the body with such an id in it.
CASES: list[tuple[str, str, str, str, Body]] = [
    ("POST", "/api/accounts", "parent_id", "account", lambda _, id_: {
        "code": "z", "name": "z", "type": "asset", "currency": "SGD", "parent_id": id_}),
    ("PATCH", "/api/accounts/{account}", "parent_id", "account", lambda _, id_: {
        "parent_id": id_}),
    ("POST", "/api/entries", "lines.account_id", "account", _entry),
    ("PUT", "/api/entries/{entry}", "lines.account_id", "account", lambda mine, id_: {
        **_entry(mine, id_), "version": 1}),
    ("POST", "/api/entries/post", "entries.id", "entry", lambda _, id_: {"entries": [{"id": id_}]}),
    ("PUT", "/api/imports/{import}/accounts", "accounts.account_id", "account", lambda mine, id_: {
        "accounts": [{"statement_id": mine["statement"], "account_id": id_}]}),
    ("PUT", "/api/imports/{import}/accounts", "accounts.statement_id", "statement",
     lambda mine, id_: {"accounts": [{"statement_id": id_, "account_id": mine["account"]}]}),
    ("POST", "/api/reconciliation/matches", "entry_ids", "entry", lambda mine, id_: {
        "line_ids": [mine["line"]], "entry_ids": [id_]}),
    ("POST", "/api/reconciliation/matches", "line_ids", "line", lambda mine, id_: {
        "line_ids": [id_], "entry_ids": [mine["entry"]]}),
    ("POST", "/api/reconciliation/matches/{match}/accept", "fee_account_id", "account",
     lambda _, id_: {"fee_account_id": id_}),
    ("POST", "/api/reconciliation/lines/{line}/book", "splits.account_id", "account",
     lambda _, id_: {"splits": [{"account_id": id_}]}),
    ("POST", "/api/review/decisions", "actions.line_id", "line", lambda mine, id_: _book(
        line_id=id_, splits=[{"account_id": mine["account"]}])),
    ("POST", "/api/review/decisions", "actions.splits.account_id", "account",
     lambda mine, id_: _book(line_id=mine["line"], splits=[{"account_id": id_}])),
    ("POST", "/api/review/decisions", "actions.match_id", "match", lambda _, id_: {
        "actions": [{"action": "accept", "match_id": id_}]}),
    ("POST", "/api/review/decisions", "actions.fee_account_id", "account", lambda mine, id_: {
        "actions": [{"action": "accept", "match_id": mine["match"], "fee_account_id": id_}]}),
    ("POST", "/api/review/rules", "account_id", "account", lambda _, id_: {
        "pattern": "y", "account_id": id_}),
    ("PATCH", "/api/review/rules/{rule}", "account_id", "account", lambda _, id_: {
        "account_id": id_}),
    ("PUT", "/api/review/rules/order", "ids", "rule", lambda mine, id_: {
        "ids": [mine["rule"], id_]}),
    ("POST", "/api/review/rules/dry-run", "account_id", "account", lambda _, id_: {
        "pattern": "y", "account_id": id_}),
    ("POST", "/api/review/rules/dry-run", "replaces", "rule", lambda mine, id_: {
        "pattern": "y", "account_id": mine["account"], "replaces": id_}),
    ("POST", "/api/review/rules/refusals", "account_id", "account", lambda _, id_: {
        "payee": "y", "account_id": id_}),
]  # fmt: skip


def test_every_id_in_a_body_is_tried(document: Json) -> None:
    found = {
        (method, _plain(path), place)
        for method, path, operation in routes(document)
        for place in set(_ids(_body(operation), document))
    }

    assert found == {(method, _plain(path), place) for method, path, place, *_ in CASES}


@pytest.mark.usefixtures("bucket")
async def test_what_is_anothers_is_nowhere(client: AsyncClient, other_client: AsyncClient) -> None:
    mine, theirs = await _owned(other_client), await _owned(client)

    for method, path, place, kind, body in CASES:
        said = []
        for id_ in (theirs[kind], NOWHERE):
            answer = await other_client.request(method, path.format(**mine), json=body(mine, id_))
            assert _is_refused(answer), (path, place, answer.text)
            said.append((answer.status_code, re.sub(rf"\b{id_}\b", "N", answer.text)))
        assert said[0] == said[1], (path, place)


def _is_refused(answer: Response) -> bool:
    """Whether nothing was done; decisions succeed or fail each alone."""
    if answer.status_code == 200 and "outcomes" in answer.json():
        return not any(each["ok"] for each in answer.json()["outcomes"])
    return answer.status_code in (404, 409, 422)


async def _owned(client: AsyncClient) -> Ids:
    """One thing of each kind that the client's person owns."""
    found = {"account": await account(client, "own"), "entry": await entry(client)}
    found |= {"rule": await rule(client), "match": await match(client)}
    found["line"] = await statement_line(client)
    waiting = await bank_of(client).read("singapore_card_v2.qfx")
    return found | {"import": waiting["id"], "statement": waiting["statements"][0]["id"]}


def _plain(path: str) -> str:
    """The path without the names of what is in it."""
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


def _body(operation: Json) -> Json:
    content = operation.get("requestBody", {}).get("content", {})
    found: Json = content.get("application/json", {}).get("schema", {})
    return found


def _ids(schema: Json, document: Json, at: str = "") -> Iterator[str]:
    """The places of ids in a body."""
    if reference := schema.get("$ref"):
        schema = document["components"]["schemas"][reference.rpartition("/")[2]]
    for choice in ("anyOf", "oneOf", "allOf"):
        for each in schema.get(choice, ()):
            yield from _ids(each, document, at)
    if "items" in schema:
        yield from _ids(schema["items"], document, at)
    fields: dict[str, Any] = schema.get("properties", {})
    for name, each in fields.items():
        if name.endswith(_NAMES) and name not in _COLUMNS:
            yield f"{at}{name}"
        yield from _ids(each, document, f"{at}{name}.")
