"""Two at once: the same upload, the same commit, overlapping imports, and an undo between them."""

from __future__ import annotations

import asyncio

from .conftest import Bank
from .files import fixture

JANUARY = b"Date,Description,Amount\n" + b"".join(
    b"2026-01-%02d,Shop %d,-%d.00\n" % (day, day, day) for day in range(1, 31)
)
LATER = b"Date,Description,Amount\n" + b"".join(
    b"2026-01-%02d,Shop %d,-%d.00\n" % (day, day, day) for day in range(15, 32)
)


async def test_the_same_file_twice_at_once_is_one_import(own_bank: Bank) -> None:
    files = {"file": ("a.sta", fixture("german.mt940"))}

    answers = await asyncio.gather(
        *(own_bank.client.post("/api/imports", files=files) for _ in range(4))
    )

    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert (await own_bank.get("/api/imports"))["total"] == 1


async def test_a_file_uploaded_while_it_is_discarded_is_there(own_bank: Bank) -> None:
    id_ = (await own_bank.upload("german.mt940"))["imported"]["id"]
    files = {"file": ("a.sta", fixture("german.mt940"))}

    discarded, uploaded = await asyncio.gather(
        own_bank.client.delete(f"/api/imports/{id_}"),
        own_bank.client.post("/api/imports", files=files),
    )

    assert discarded.status_code == 204
    again = await own_bank.client.post("/api/imports", files=files)
    assert uploaded.status_code in (200, 201)
    download = await own_bank.client.get(f"{again.json()['link']}/file")
    assert download.content == fixture("german.mt940")


async def test_of_several_who_commit_an_import_one_wins(own_bank: Bank) -> None:
    account = await own_bank.account()
    id_ = (await own_bank.ready("german.mt940", account))["id"]

    answers = await asyncio.gather(
        *(own_bank.client.post(f"/api/imports/{id_}/commit") for _ in range(4))
    )

    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert len(await own_bank.lines(account)) == 5


async def test_overlapping_imports_at_once_add_each_line_once(own_bank: Bank) -> None:
    account = await own_bank.account("SGD")
    ids = [(await own_bank.ready(content, account))["id"] for content in (JANUARY, LATER)]

    done = await asyncio.gather(*(own_bank.commit(id_) for id_ in ids))

    assert len(await own_bank.lines(account)) == 31
    assert sum(each["counts"]["new"] for each in done) == 31


async def test_undoing_one_while_the_other_is_committed_loses_no_line(own_bank: Bank) -> None:
    account = await own_bank.account("SGD")
    first = (await own_bank.imported(JANUARY, account))["id"]
    second = (await own_bank.ready(LATER, account))["id"]

    await asyncio.gather(own_bank.undo(first), own_bank.commit(second))

    lines = await own_bank.lines(account)
    assert [day for day, *_ in lines] == [f"2026-01-{day}" for day in range(15, 32)]
