"""What a person booked - otherwise than proposed, a fee, a transfer - and its taking back."""

from __future__ import annotations

from ..reconciliation.conftest import Desk, desk

__all__ = ["desk"]


async def test_a_proposal_is_booked_otherwise_and_taken_back(desk: Desk) -> None:
    await desk.entry(3, "Birthday of Mei", "-50.00")
    await desk.statement((9, "ATM 0042", "-50.00"))
    await desk.run()
    (item,) = (await desk.queue())["items"]
    splits = [
        {"account_id": await desk.account("Food"), "amount": "20.00"},
        {"account_id": await desk.account("Fun"), "amount": "30.00"},
    ]

    outcomes = await desk.decide(
        {"action": "reject", "match_id": item["id"]},
        {"action": "book", "line_id": item["match"]["lines"][0]["id"], "splits": splits},
    )

    assert [each["status"] for each in outcomes] == [200, 200]
    assert (await desk.queue())["total"] == 0
    await desk.run()
    assert (await desk.queue())["total"] == 0
    # The last first: the proposal's line is free again only once the booking is undone.
    undone = await desk.decide(
        *({"action": "undo", "match_id": each["match_id"]} for each in reversed(outcomes))
    )
    assert [each["status"] for each in undone] == [200, 200]
    assert [each["id"] for each in (await desk.queue())["items"]] == [item["id"]]


async def test_a_fee_that_was_booked_is_taken_back_with_its_match(desk: Desk) -> None:
    fee_account = await desk.account("Fees")
    await desk.entry(3, "Rent of the room", "-100.00")
    await desk.statement((4, "RENT OF THE ROOM", "-101.50"))
    await desk.run()
    (item,) = (await desk.queue("?kind=match"))["items"]
    assert item["match"]["difference"] != "0.00"

    (accepted,) = await desk.decide(
        {"action": "accept", "match_id": item["id"], "fee_account_id": fee_account}
    )
    (undone,) = await desk.decide({"action": "undo", "match_id": item["id"]})

    assert (accepted["status"], undone["status"]) == (200, 200)
    (again,) = (await desk.queue("?kind=match"))["items"]
    assert [side["made"] for side in again["match"]["sides"]] == [False]
    assert await desk.balance("Fees") == 0


async def test_a_transfer_that_was_made_is_taken_back_on_both_accounts(desk: Desk) -> None:
    await desk.statement((4, "TRANSFER TO SAVINGS", "-250.00"))
    await desk.statement((5, "TRANSFER", "250.00"), bank="Savings")
    await desk.run()
    (item,) = (await desk.queue())["items"]
    await desk.decide({"action": "accept", "match_id": item["id"]})
    assert await desk.balance("Savings") == 250

    (undone,) = await desk.decide({"action": "undo", "match_id": item["id"]})

    assert undone["status"] == 200
    assert await desk.balance("Savings") == 0
    assert [each["id"] for each in (await desk.queue())["items"]] == [item["id"]]
