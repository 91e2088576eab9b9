"""A person who decides, takes back, locks and reopens in any order: every sum holds."""

from __future__ import annotations

import os
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from .conftest import Desk, Json

STEPS = int(os.environ.get("WALK_STEPS", "36"))
SEEDS = int(os.environ.get("WALK_SEEDS", "2"))
LOOK_AFTER = 6
# What is a refusal, and leaves everything as it was.
REFUSED = {404, 409, 422}


@dataclass
class Walker:
    """Does anything at all to what there is; `seen` counts what came of it."""

    desk: Desk
    dice: random.Random
    statements: list[int] = field(default_factory=list)
    entries: list[int] = field(default_factory=list)
    imports: list[int] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    matches: set[int] = field(default_factory=set)
    seen: dict[str, int] = field(default_factory=dict)

    async def step(self) -> None:
        """One act of any kind."""
        acts: list[Callable[[], Awaitable[None]]] = [
            self.decide,
            self.decide,
            self.act_on_a_match,
            self.act_on_a_match,
            self.book,
            self.match_by_hand,
            self.lock_or_reopen,
            self.run,
            self.reverse,
            self.undo_an_import,
        ]
        await self.dice.choice(acts)()

    async def decide(self) -> None:
        verb = self.dice.choice(("accept", "reject", "release", "undo", "book"))
        line = {"line_id": self.line(), "splits": [{"account_id": self.desk.accounts["Food"]}]}
        action = line if verb == "book" else {"match_id": self.match()}
        (outcome,) = await self.desk.decide({"action": verb, **action})
        self.note(verb, outcome["status"])
        self.matches |= {outcome["match_id"]} - {None}

    async def act_on_a_match(self) -> None:
        verb = self.dice.choice(("accept", "reject", "release", "undo"))
        body = {"fee_account_id": self.desk.accounts["Fees"]} if verb == "accept" else None
        await self.post(verb, f"/api/reconciliation/matches/{self.match()}/{verb}", body)

    async def book(self) -> None:
        splits = [{"account_id": self.desk.accounts["Fun"]}]
        await self.post("book", f"/api/reconciliation/lines/{self.line()}/book", {"splits": splits})

    async def match_by_hand(self) -> None:
        body = {"line_ids": [self.line()], "entry_ids": [self.dice.choice(self.entries)]}
        await self.post("match", "/api/reconciliation/matches", body)

    async def lock_or_reopen(self) -> None:
        verb = self.dice.choice(("close", "reopen"))
        statement = self.dice.choice(self.statements)
        await self.post(verb, f"/api/reconciliation/statements/{statement}/{verb}", {})

    async def run(self) -> None:
        await self.desk.run()

    async def reverse(self) -> None:
        if self.dice.random() > 0.2:
            return
        entry = self.dice.choice(self.entries)
        await self.post("reverse", f"/api/entries/{entry}/reverse", {"date": "2026-03-31"})

    async def undo_an_import(self) -> None:
        if self.dice.random() < 0.05:
            found = self.dice.choice(self.imports)
            await self.post("undo import", f"/api/reconciliation/imports/{found}/undo", None)

    async def post(self, what: str, path: str, body: Json | None) -> None:
        answer = await self.desk.client.post(path, json=body)
        self.note(what, answer.status_code)

    def note(self, what: str, status: int) -> None:
        assert status < 300 or status in REFUSED, (what, status)
        key = f"{what} {'done' if status < 300 else 'refused'}"
        self.seen[key] = self.seen.get(key, 0) + 1

    def match(self) -> int:
        return self.dice.choice(sorted(self.matches))

    def line(self) -> int:
        return self.dice.choice(sorted(self.lines))


@pytest.fixture
async def walker(desk: Desk, request: pytest.FixtureRequest) -> Walker:
    """Statements of two accounts with proposals of every kind, entries, and who walks over them."""
    found = Walker(desk, random.Random(request.param))  # noqa: S311 - acts, guards nothing
    for name in ("Food", "Fun", "Fees"):
        await desk.account(name)
    found.entries = [
        await desk.entry(3, "Birthday of Mei", "-50.00"),
        await desk.entry(4, "Rent of the room", "-100.00"),
        await desk.entry(7, "Bookshop", "-12.00"),
        await desk.entry(8, "Kopitiam", "-3.00"),
    ]
    bank = ((5, "ATM", "-50.00"), (5, "RENT OF THE ROOM", "-101.50"), (6, "TO SAVINGS", "-250.00"))
    found.statements = [
        await desk.statement(*bank, (9, "BOOKSHOP AND KOPITIAM", "-15.00"), (20, "CAFE", "-4.00")),
        await desk.statement((7, "FROM BANK", "250.00"), (31, "INTEREST", "1.00"), bank="Savings"),
    ]
    benches = [await desk.bench(each) for each in found.statements]
    found.imports = [each["statement"]["import_id"] for each in benches]
    await desk.run()
    return found


@pytest.mark.parametrize("walker", range(SEEDS), indirect=True)
async def test_acts_in_any_order_are_done_or_refused_and_every_sum_holds(walker: Walker) -> None:
    for number in range(STEPS):
        if number % LOOK_AFTER == 0:
            await every_sum_holds(walker)
        await walker.step()
    await every_sum_holds(walker)

    # A walk on which everything is refused shows nothing.
    assert sum(count for key, count in walker.seen.items() if key.endswith("done")) >= 5


async def every_sum_holds(walker: Walker) -> None:
    """Debit is credit, and what is ticked is what the accepted lines add up to."""
    desk = walker.desk
    rows = (await desk.get("/api/trial-balance"))["rows"]
    assert sum(Decimal(row["debit"]) - Decimal(row["credit"]) for row in rows) == 0
    for standing in (await desk.get("/api/reconciliation/statements"))["items"]:
        bench = await desk.bench(standing["statement_id"])
        walker.lines |= {line["id"] for line in bench["lines"]}
        walker.matches |= {match["id"] for match in bench["matches"]}
        ticked = sum(Decimal(line["amount"]) for line in bench["lines"] if line["ticked"])
        assert Decimal(bench["ticked"]) == ticked
        opening, closing = Decimal(bench["opening"]), Decimal(bench["closing"])
        assert Decimal(bench["difference"]) == closing - opening - ticked
        entries = [each["entry_id"] for each in bench["entries"]]
        explained = {
            side["entry_id"]
            for match in bench["matches"]
            if match["state"] == "accepted"
            for side in match["sides"]
        }
        assert explained.isdisjoint(entries)
