#!/usr/bin/env python3
"""Use a running Finance Report as a person does; for tests' databases: what it writes stays.

`release_smoke.py URL` registers, opens two accounts, posts an entry and reads the books. Each
request is printed with its status. Exit: 0 all answered well, 1 one did not.
"""

from __future__ import annotations

import json
import sys
import uuid
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, Request, build_opener

ACCOUNTS = (("1000", "Cash", "asset"), ("4000", "Salary", "income"))


class Visitor:
    """A browser without pages: it keeps cookies and says what it is."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.failed = 0

    def ask(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """One request, printed; nothing is answered where the server did not do it."""
        request = Request(  # noqa: S310 - to the address that was given
            f"{self._url}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "X-Requested-With": "release_smoke"},
        )
        try:
            with self._opener.open(request, timeout=15) as answer:
                status, text = answer.status, answer.read()
        except HTTPError as refused:
            status, text = refused.code, refused.read()
        except OSError as fault:
            status, text = 0, str(fault).encode()
        good = 200 <= status < 300
        self.failed += not good
        print(f"{'PASS' if good else 'FAIL'}  {method} {path}  {status}")
        return json.loads(text) if good and text else {}


def main(url: str) -> int:
    """Go through the books once; returns the exit code."""
    visitor = Visitor(url)
    person = {"email": f"{uuid.uuid4().hex}@example.test", "name": "Smoke"}
    visitor.ask("POST", "/api/auth/register", {**person, "password": uuid.uuid4().hex})
    opened = []
    for code, name, kind in ACCOUNTS:
        account = {"code": code, "name": name, "type": kind, "currency": "SGD"}
        opened.append(visitor.ask("POST", "/api/accounts", account).get("id", 0))
    amounts = ("100.00", "-100.00")
    lines = [
        {"account_id": account, "amount": amount, "currency": "SGD"}
        for account, amount in zip(opened, amounts, strict=True)
    ]
    entry = {"date": "2024-01-31", "description": "Salary", "lines": lines, "post": True}
    visitor.ask("POST", "/api/entries", entry)
    for path in ("/api/accounts", "/api/entries", "/api/trial-balance"):
        visitor.ask("GET", path)
    return 1 if visitor.failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
