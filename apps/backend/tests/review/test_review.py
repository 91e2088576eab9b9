"""The queue that a person empties, in bulk and by rules."""

from __future__ import annotations

from ..reconciliation.conftest import Desk, desk

__all__ = ["desk"]


async def test_several_are_decided_at_once_and_each_says_why_not(desk: Desk) -> None:
    await desk.entry(3, "Birthday of Mei", "-50.00")
    await desk.statement((9, "ATM 0042", "-50.00"), (10, "CAFE", "-4.50"), (11, "X", "-1.00"))
    await desk.run()
    queue = await desk.queue()
    match, cafe, other = queue["items"]
    splits = [{"account_id": await desk.account("Food")}]

    outcomes = await desk.decide(
        {"action": "accept", "match_id": match["id"]},
        {"action": "accept", "match_id": match["id"]},
        {"action": "book", "line_id": cafe["id"], "splits": splits},
        {"action": "book", "line_id": other["id"]},
    )

    assert queue["total"] == 3
    assert [each["status"] for each in outcomes] == [200, 409, 200, 422]
    assert (await desk.queue())["total"] == 1
    decided = await desk.get("/api/review/decisions")
    assert {each["decided_by"] for each in decided["items"]} == {"person"}


async def test_what_was_decided_can_be_undone(desk: Desk) -> None:
    await desk.entry(3, "Birthday of Mei", "-50.00")
    await desk.statement((9, "ATM 0042", "-50.00"))
    await desk.run()
    id_ = (await desk.queue())["items"][0]["id"]

    for verb in ("reject", "accept"):
        await desk.decide({"action": verb, "match_id": id_})
        assert (await desk.queue("?kind=match"))["matches"] == 0
        await desk.decide({"action": "undo", "match_id": id_})
        assert [each["id"] for each in (await desk.queue())["items"]] == [id_]


async def test_pages_of_the_queue_follow_each_other(desk: Desk) -> None:
    await desk.statement(*((day, f"SHOP {day}", f"-{day}.11") for day in range(1, 8)))
    await desk.run()
    seen, after = [], ""

    while after is not None:
        page = await desk.queue(f"?limit=3{after and '&after='}{after}")
        seen += [each["date"] for each in page["items"]]
        after = page["next"]

    assert len(seen) == 7 == page["total"]
    assert seen == sorted(seen)


async def test_a_rule_suggests_and_explains_itself(desk: Desk) -> None:
    food, fun = await desk.account("Food"), await desk.account("Fun")
    await desk.statement((9, "NETFLIX.COM 123", "-15.98"), (10, "CAFE", "-4.50"))
    first = await desk.post("/api/review/rules", 201, {"pattern": "Netflix", "account_id": food})
    second = await desk.post("/api/review/rules", 201, {"pattern": "flix", "account_id": fun})

    said = (await desk.queue())["items"][0]["suggestion"]
    assert (said["account_id"], said["rule_id"]) == (food, first["id"])
    assert "Netflix" in said["sentence"]
    await desk.client.put("/api/review/rules/order", json={"ids": [second["id"], first["id"]]})
    assert (await desk.queue())["items"][0]["suggestion"]["account_id"] == fun
    await desk.client.patch(f"/api/review/rules/{second['id']}", json={"enabled": False})
    items = (await desk.queue())["items"]
    assert items[0]["suggestion"]["account_id"] == food
    assert items[1]["suggestion"] is None


async def test_a_dry_run_shows_what_a_rule_would_have_changed(desk: Desk) -> None:
    fun = await desk.account("Fun")
    await desk.entry(3, "Netflix", "-15.98", "Food")
    await desk.statement((3, "NETFLIX.COM 1", "-15.98"), (20, "NETFLIX.COM 2", "-17.98"))
    await desk.run()

    tried = await desk.post(
        "/api/review/rules/dry-run", 200, {"pattern": "netflix", "account_id": fun}
    )

    counts = {name: tried[name] for name in ("fits", "open", "same", "other", "earlier")}
    assert counts == {"fits": 2, "open": 1, "same": 0, "other": 1, "earlier": 0}
    assert [each["before"] for each in tried["examples"]] == [[desk.accounts["Food"]], []]
    assert (await desk.get("/api/review/rules"))["items"] == []


async def test_repeated_decisions_suggest_a_rule_that_can_be_refused(desk: Desk) -> None:
    await desk.statement(*((day, f"GRAB RIDE {day}00", f"-{day}.11") for day in range(1, 5)))
    splits = [{"account_id": await desk.account("Taxi")}]
    for item in (await desk.queue())["items"][:3]:
        await desk.decide({"action": "book", "line_id": item["id"], "splits": splits})

    queue = await desk.queue()
    (said,) = queue["rule_suggestions"]

    assert (said["pattern"], said["count"], queue["total"]) == ("grab ride", 3, 2)
    assert queue["items"][0]["suggestion"]["source"] == "history"
    (done,) = await desk.decide({"action": "book", "line_id": queue["items"][0]["id"]})
    assert done["ok"]
    body = {"payee": said["payee"], "account_id": said["account_id"]}
    answer = await desk.client.post("/api/review/rules/refusals", json=body)
    assert answer.status_code == 204
    assert (await desk.queue())["total"] == 0
