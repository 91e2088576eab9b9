"""From a statement's lines to a closed statement: matching, deciding, closing, reopening."""

from __future__ import annotations

from decimal import Decimal

from .conftest import Desk


async def test_a_clear_match_is_accepted_with_its_reasons(desk: Desk) -> None:
    entry = await desk.entry(3, "Trader Joe's groceries", "-62.17")
    statement = await desk.statement((4, "TRADER JOES #542 SEATTLE", "-62.17"))

    ran = await desk.run()

    assert (ran["accepted"], ran["proposed"], ran["unmatched"]) == (1, 0, 0)
    bench = await desk.bench(statement)
    (match,) = bench["matches"]
    assert match["state"] == "accepted"
    assert match["decided_by"] == "program"
    assert [side["entry_id"] for side in match["sides"]] == [entry]
    assert {reason["factor"] for reason in match["reasons"]} == {"amount", "rarity", "days", "text"}
    assert bench["difference"] == "0.00"
    line = bench["lines"][0]["id"]
    assert (await desk.get(f"/api/statement-lines/{line}"))["entry_ids"] == [entry]


async def test_a_doubtful_match_waits_and_is_accepted_by_a_person(desk: Desk) -> None:
    await desk.entry(3, "Birthday of Mei", "-50.00")
    statement = await desk.statement((9, "ATM 0042", "-50.00"))

    ran = await desk.run()
    queue = await desk.queue()

    assert (ran["accepted"], ran["proposed"]) == (0, 1)
    assert (queue["total"], queue["matches"], queue["lines"]) == (1, 1, 0)
    match = queue["items"][0]["match"]
    done = await desk.post(f"/api/reconciliation/matches/{match['id']}/accept")
    assert (done["state"], done["decided_by"]) == ("accepted", "person")
    assert (await desk.queue())["total"] == 0
    assert (await desk.bench(statement))["can_close"]


async def test_a_rejection_is_not_proposed_again(desk: Desk) -> None:
    await desk.entry(3, "Birthday of Mei", "-50.00")
    await desk.statement((9, "ATM 0042", "-50.00"))
    await desk.run()
    match = (await desk.queue())["items"][0]["match"]

    await desk.post(f"/api/reconciliation/matches/{match['id']}/reject")
    ran = await desk.run()

    assert (ran["proposed"], ran["unmatched"]) == (0, 1)
    (item,) = (await desk.queue())["items"]
    assert item["kind"] == "line"


async def test_a_line_is_booked_split_and_released_again(desk: Desk) -> None:
    statement = await desk.statement((4, "SUPERMARKET", "-30.00"))
    await desk.run()
    line = (await desk.bench(statement))["lines"][0]["id"]
    splits = [
        {"account_id": await desk.account("Food"), "amount": "20.00"},
        {"account_id": await desk.account("Household"), "amount": "10.00", "memo": "soap"},
    ]

    match = await desk.post(
        f"/api/reconciliation/lines/{line}/book", 201, {"splits": splits, "description": "Shopping"}
    )

    assert match["kind"] == "booking"
    assert await desk.balance("Household") == 10
    assert (await desk.bench(statement))["difference"] == "0.00"
    await desk.post(f"/api/reconciliation/matches/{match['id']}/release")
    assert await desk.balance("Household") == 0
    assert (await desk.bench(statement))["difference"] == "-30.00"


async def test_a_transfer_is_one_entry_for_two_statements(desk: Desk) -> None:
    mine = await desk.statement((4, "TRANSFER TO SAVINGS", "-250.00"))
    savings = await desk.statement((5, "TRANSFER", "250.00"), bank="Savings")

    ran = await desk.run()
    (item,) = (await desk.queue())["items"]
    done = await desk.post(f"/api/reconciliation/matches/{item['id']}/accept")

    assert ran["proposed"] == 2
    assert item["match"]["kind"] == "transfer"
    assert len({side["entry_id"] for side in done["sides"]}) == 1
    assert await desk.balance("Savings") == 250
    assert [(await desk.bench(each))["difference"] for each in (mine, savings)] == ["0.00", "0.00"]


async def test_a_fee_is_booked_where_it_is_said(desk: Desk) -> None:
    await desk.entry(3, "Hotel in Nafplio", "-200.00")
    statement = await desk.statement((4, "HOTEL NAFPLIO", "-203.50"))
    await desk.run()
    match = (await desk.queue())["items"][0]["match"]
    path = f"/api/reconciliation/matches/{match['id']}/accept"

    assert match["difference"] == "-3.50"
    await desk.post(path, 422)
    await desk.post(path, 200, {"fee_account_id": await desk.account("Fees")})

    assert await desk.balance("Fees") == Decimal("3.50")
    assert (await desk.bench(statement))["can_close"]


async def test_a_statement_closes_only_at_zero_and_then_holds_its_entries(desk: Desk) -> None:
    entry = await desk.entry(3, "Stadtwerke", "-84.20")
    statement = await desk.statement((4, "STADTWERKE KOELN", "-84.20"), (5, "CAFE", "-4.50"))
    path = f"/api/reconciliation/statements/{statement}"
    await desk.run()

    await desk.post(f"{path}/close", 422)
    line = (await desk.bench(statement))["lines"][1]["id"]
    body = {"splits": [{"account_id": await desk.account("Food")}]}
    booked = await desk.post(f"/api/reconciliation/lines/{line}/book", 201, body)
    closed = await desk.post(f"{path}/close")

    assert (closed["closing"], len(closed["lines"])) == ("11.30", 2)
    await desk.post(f"{path}/close", 409)
    await desk.post(f"/api/reconciliation/matches/{booked['id']}/release", 409)
    await desk.post(f"/api/entries/{entry}/reverse", 409)
    reopened = await desk.post(f"{path}/reopen", 200, {"reason": "wrong account"})
    assert reopened["reopened_at"]
    assert reopened["lines"] == closed["lines"]
    await desk.post(f"/api/reconciliation/matches/{booked['id']}/release")
    audited = await desk.get("/api/audit?subject=closing")
    assert [each["action"] for each in audited["items"]] == ["update", "insert"]


async def test_lines_and_entries_are_matched_by_hand_when_their_sums_are_equal(desk: Desk) -> None:
    entries = [await desk.entry(3, "Part", amount) for amount in ("-10.00", "-20.00")]
    statement = await desk.statement((28, "ALL", "-30.00"))
    line = (await desk.bench(statement))["lines"][0]["id"]

    await desk.post(
        "/api/reconciliation/matches", 422, {"line_ids": [line], "entry_ids": entries[:1]}
    )
    await desk.post("/api/reconciliation/matches", 201, {"line_ids": [line], "entry_ids": entries})

    assert (await desk.bench(statement))["difference"] == "0.00"
    await desk.post(f"/api/entries/{entries[0]}/reverse", 409)


async def test_other_entries_that_fit_are_listed_with_their_reasons(desk: Desk) -> None:
    far = await desk.entry(1, "Hotel", "-50.00")
    near = await desk.entry(27, "Hotel Nafplio", "-50.00")
    other = await desk.entry(28, "Hotel", "-51.00")
    statement = await desk.statement((28, "HOTEL NAFPLIO", "-50.00"))
    line = (await desk.bench(statement))["lines"][0]["id"]

    found = (await desk.get(f"/api/reconciliation/lines/{line}/candidates"))["items"]

    assert [each["side"]["entry_id"] for each in found] == [near, far, other]
    assert [each["difference"] for each in found] == ["0.00", "0.00", "1.00"]
    assert found[0]["score"] > found[1]["score"] > found[2]["score"] == 0
    assert found[0]["reasons"]


async def test_a_match_that_was_taken_back_is_not_accepted_by_the_program_again(
    desk: Desk,
) -> None:
    await desk.entry(3, "Trader Joe's groceries", "-62.17")
    statement = await desk.statement((4, "TRADER JOES #542 SEATTLE", "-62.17"))
    await desk.run()
    match = (await desk.bench(statement))["matches"][0]

    await desk.post(f"/api/reconciliation/matches/{match['id']}/undo")
    ran = await desk.run()

    assert (ran["accepted"], ran["proposed"]) == (0, 1)
    assert [each["id"] for each in (await desk.queue())["items"]] == [match["id"]]


async def test_nothing_is_proposed_across_the_end_of_the_closed_books(desk: Desk) -> None:
    await desk.entry(3, "Trader Joe's groceries", "-62.17")
    await desk.statement((4, "TRADER JOES #542 SEATTLE", "-62.17"))
    await desk.client.put("/api/books/closing", json={"closed_until": "2026-03-03"})

    ran = await desk.run()

    assert (ran["accepted"], ran["proposed"], ran["unmatched"]) == (0, 0, 1)


async def test_nothing_is_proposed_within_a_closed_statement(desk: Desk) -> None:
    await desk.entry(3, "Shop", "-62.17")
    closed = await desk.statement((4, "SHOP", "-62.17"))
    await desk.run()
    await desk.post(f"/api/reconciliation/statements/{closed}/close")
    await desk.entry(3, "Cheque", "-20.55")
    later = await desk.statement((5, "CHEQUE", "-20.55"), opening=None)

    ran = await desk.run()

    assert (ran["accepted"], ran["proposed"]) == (0, 0)
    assert (await desk.bench(later))["statement"]["ticked"] == 0


async def test_a_file_without_balances_closes_at_what_the_paper_says(desk: Desk) -> None:
    await desk.entry(3, "Shop", "-62.17")
    statement = await desk.statement((4, "SHOP", "-62.17"), opening=None)
    await desk.run()
    path = f"/api/reconciliation/statements/{statement}"

    assert not (await desk.bench(statement))["told"]
    assert (await desk.get(f"{path}?closing=-60.00"))["difference"] == "2.17"
    await desk.post(f"{path}/close", 422, {"closing": "-60.00"})
    closed = await desk.post(f"{path}/close", 200, {"closing": "-62.17"})

    assert (closed["opening"], closed["closing"]) == ("0.00", "-62.17")


async def test_thresholds_count_from_the_next_run(desk: Desk) -> None:
    await desk.entry(3, "Trader Joe's groceries", "-62.17")
    await desk.statement((4, "TRADER JOES #542 SEATTLE", "-62.17"))
    limits = await desk.get("/api/reconciliation/thresholds")

    answer = await desk.client.put("/api/reconciliation/thresholds", json=limits | {"accept_at": 1})
    assert answer.json()["accept_at"] == 1
    ran = await desk.run()

    assert (ran["accepted"], ran["proposed"]) == (0, 1)
    worse = limits | {"propose_at": 0.9, "accept_at": 0.5}
    answer = await desk.client.put("/api/reconciliation/thresholds", json=worse)
    assert answer.status_code == 422
