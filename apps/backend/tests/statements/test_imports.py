"""From an uploaded file to lines of an account, and back, as a person does it."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from decimal import Decimal

import pytest
from httpx import AsyncClient

from src.config import Settings
from src.database import Database
from src.services import Services
from src.statements import files
from src.statements.files import StorageAway
from src.statements.parsers.base import ReadLine

from .conftest import Bank, assert_problem
from .files import RENDERED, SOUND, fixture

COFFEES = (
    b"Date,Description,Amount\n2026-01-02,Coffee,-4.50\n2026-01-02,Coffee,-4.50\n"
    b"2026-01-03,Rent,-900.00\n"
)


# --- uploading -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SOUND)
async def test_a_file_comes_back_byte_for_byte(bank: Bank, name: str) -> None:
    uploaded = await bank.upload(name)

    file = uploaded["imported"]["file"]
    assert (file["name"], file["size"]) == (name, len(fixture(name)))
    assert file["sha256"] == hashlib.sha256(fixture(name)).hexdigest()
    answer = await bank.client.get(f"{uploaded['link']}/file")
    assert answer.content == fixture(name)
    assert answer.headers["content-disposition"].startswith("attachment")


async def test_the_same_file_again_is_told_with_a_link(bank: Bank) -> None:
    account = await bank.account()
    done = await bank.imported("german.mt940", account)

    again = await bank.upload("german.mt940", name="another name.sta", status=200)

    assert again["known"]
    assert again["link"] == f"/api/imports/{done['id']}"
    assert "already imported on 20" in again["message"]
    assert f"import {done['id']}" in again["message"]
    assert (await bank.get("/api/imports"))["total"] == 1


async def test_a_file_of_another_person_is_not_known(bank: Bank, other_client: AsyncClient) -> None:
    await bank.upload("german.mt940")

    answer = await other_client.post(
        "/api/imports", files={"file": ("x.sta", fixture("german.mt940"))}
    )

    assert answer.status_code == 201
    assert not answer.json()["known"]


async def test_a_file_can_be_imported_again_after_it_was_undone(bank: Bank) -> None:
    account = await bank.account()
    first = await bank.imported("german.mt940", account)
    await bank.undo(first["id"])

    second = await bank.imported("german.mt940", account)

    assert second["id"] != first["id"]
    assert len(await bank.lines(account)) == 5


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"PK\x03\x04" + b"\x00" * 100, "zip archive or an Excel workbook"),
        (b"\x1f\x8b" + b"\x00" * 100, "gzip"),
    ],
)
async def test_what_is_never_a_statement_is_refused_at_the_door(
    bank: Bank, content: bytes, said: str
) -> None:
    answer = await bank.client.post("/api/imports", files={"file": ("x", content)})

    assert_problem(answer, 422, said)
    assert (await bank.get("/api/imports"))["total"] == 0


async def test_a_file_beyond_the_limit_is_refused_before_it_is_sent(bank: Bank) -> None:
    sent = 0

    async def endless() -> object:
        nonlocal sent
        while True:
            sent += 1
            yield b"x" * 1_000_000

    kind = "multipart/form-data; boundary=b"
    headers = {"content-type": kind, "content-length": "100000000"}
    answer = await bank.client.post("/api/imports", content=endless(), headers=headers)  # type: ignore[arg-type]  # an async generator of bytes

    assert_problem(answer, 413, "more than 25 MB are not taken")
    assert sent <= 1


async def test_a_body_that_lies_about_its_length_is_stopped_at_the_limit(bank: Bank) -> None:
    sent = 0

    async def endless() -> object:
        nonlocal sent
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\n'
        while sent < 100:
            sent += 1
            yield b"x" * 1_000_000

    headers = {"content-type": "multipart/form-data; boundary=b"}
    answer = await bank.client.post("/api/imports", content=endless(), headers=headers)  # type: ignore[arg-type]  # an async generator of bytes

    assert_problem(answer, 413, "more than 25 MB are not taken")
    assert sent < 30


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"content-type": "application/json"}, b"{}"),
        ({"content-type": "multipart/form-data"}, b"x"),
        ({"content-type": "multipart/form-data; boundary=b"}, b"--b\r\nnonsense"),
        ({"content-type": "multipart/form-data; boundary=b"}, b"--b--\r\n"),
        (
            {"content-type": "multipart/form-data; boundary=b"},
            b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\ntext\r\n--b--\r\n',
        ),
    ],
)
async def test_a_body_that_is_no_form_with_a_file_is_refused(
    bank: Bank, headers: dict[str, str], body: bytes
) -> None:
    answer = await bank.client.post("/api/imports", content=body, headers=headers)

    assert_problem(answer, 422, "file")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\Users\\Ada\\Bank 01.csv", "Bank 01.csv"),
        ("../../etc/passwd", "passwd"),
        ("Kontoauszug März \u202e.csv", "Kontoauszug März .csv"),
        ("x" * 300 + ".csv", "x" * 251 + ".csv"),
        ("/", "statement"),
    ],
)
async def test_a_name_is_only_a_name(bank: Bank, sent: str, kept: str) -> None:
    found = (await bank.upload(COFFEES, name=sent))["imported"]

    assert found["file"]["name"] == kept
    answer = await bank.client.get(f"/api/imports/{found['id']}/file")
    assert answer.content == COFFEES


@pytest.mark.parametrize("account", ["0", "-1", "x", "9" * 30, "١"])
async def test_an_account_that_is_none_is_refused(bank: Bank, account: str) -> None:
    answer = await bank.client.post(
        "/api/imports", files={"file": ("a.csv", COFFEES)}, data={"account_id": account}
    )

    assert answer.status_code in (404, 422)


async def test_uploads_have_a_rate(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    from src.auth import limits
    from src.auth.limits import Limit

    monkeypatch.setattr(limits, "UPLOAD", Limit("upload", "uploads", times=2, seconds=60))

    statuses = []
    for number in range(3):
        files = {"file": ("a.csv", COFFEES + b"2026-02-01,x,%d\n" % (number + 1))}
        statuses.append((await bank.client.post("/api/imports", files=files)).status_code)

    assert statuses == [201, 201, 429]


async def test_an_upload_without_a_storage_is_refused_and_leaves_nothing(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        raise StorageAway

    monkeypatch.setattr(files, "keep", away)

    answer = await bank.client.post("/api/imports", files={"file": ("a.csv", COFFEES)})

    assert_problem(answer, 503, "did not answer")
    assert (await bank.get("/api/imports"))["total"] == 0


# --- reading and previewing ------------------------------------------------------------------


async def test_a_file_that_names_its_account_needs_it_once(bank: Bank) -> None:
    account = await bank.account()
    first = await bank.read("german_08.camt053.xml")
    assert first["statements"][0]["account_id"] is None
    assert first["statements"][0]["identifier"] == "DE12500105170648489890"
    body = {"accounts": [{"statement_id": first["statements"][0]["id"], "account_id": account}]}
    await bank.ask("PUT", f"/api/imports/{first['id']}/accounts", json=body)

    second = await bank.read("german_02.camt053.xml")

    assert second["statements"][0]["account_id"] == account
    assert second["status"] == "preview"


async def test_the_preview_shows_lines_and_faults_with_their_numbers(bank: Bank) -> None:
    account = await bank.account("SGD")

    found = await bank.ready("bad_lines.csv", account)

    assert found["counts"] == {
        "new": 2, "duplicate": 0, "similar": 0, "left": 0, "faults": 8, "lost": 8,
    }  # fmt: skip
    lines = (await bank.get(f"/api/imports/{found['id']}/lines"))["items"]
    assert [(each["number"], each["amount"]) for each in lines] == [(2, "-10.00"), (10, "-5.00")]
    faults = await bank.get(f"/api/imports/{found['id']}/faults?limit=2&offset=1")
    assert faults["total"] == 8
    assert [each["line"] for each in faults["items"]] == [4, 5]
    assert faults["items"][0]["text"] == "2026-01-03 | No amount here | abc | 89.00"


async def test_a_file_for_a_bucket_that_nobody_made_is_not_the_persons_fault(
    client: AsyncClient, settings: Settings, database: Database
) -> None:
    elsewhere = Services(settings.model_copy(update={"s3_bucket": "nobody-made-it"}), database)
    client._transport.app.state.services = elsewhere  # type: ignore[attr-defined]  # the transport of `serving`

    answer = await client.post("/api/imports", files={"file": ("a.csv", b"Date,Amount\n")})
    await elsewhere.close()

    assert_problem(answer, 503, "did not answer")


async def test_the_preview_comes_in_pages(bank: Bank) -> None:
    account = await bank.account("SGD")
    id_ = (await bank.ready("singapore_savings.csv", account))["id"]

    first = await bank.get(f"/api/imports/{id_}/lines?limit=2")
    rest = await bank.get(f"/api/imports/{id_}/lines?limit=500&after={first['next']}")

    assert [each["number"] for each in first["items"]] == [7, 8]
    assert [each["number"] for each in rest["items"]] == [9, 10, 11]
    assert rest["next"] is None


async def test_a_pdf_is_kept_and_said_to_be_not_read(bank: Bank) -> None:
    found = await bank.read("statement.pdf")

    assert found["status"] == "kept"
    faults = await bank.get(f"/api/imports/{found['id']}/faults")
    assert "not read" in faults["items"][0]["message"]
    answer = await bank.client.post(f"/api/imports/{found['id']}/commit")
    assert_problem(answer, 409, "kept")


async def test_a_file_that_nothing_recognises_fails_with_a_sentence(bank: Bank) -> None:
    found = await bank.read(b"<html><body>Session expired</body></html>")

    assert found["status"] == "failed"
    assert "it is none of" in found["problem"]
    retried = await bank.ask("POST", f"/api/imports/{found['id']}/retry")
    assert retried["status"] == "queued"


async def test_an_entity_bomb_is_a_sentence(bank: Bank) -> None:
    found = await bank.read("entity_bomb.camt053.xml")

    assert (found["status"], found["statements"]) == ("failed", [])
    assert "refused" in found["problem"]


async def test_progress_is_told_from_queue_to_done(bank: Bank) -> None:
    id_ = (await bank.upload("german.mt940"))["imported"]["id"]
    before = await bank.get(f"/api/imports/{id_}/progress")
    await bank.worker.once(wait=1)

    after = await bank.get(f"/api/imports/{id_}/progress")
    events = await bank.client.get(f"/api/imports/{id_}/events")

    assert (before["status"], before["step"]) == ("queued", "waiting")
    assert (after["status"], after["step"]) == ("preview", "done")
    assert events.headers["content-type"].startswith("text/event-stream")
    assert events.text.startswith('data: {"status":"preview","step":"done"')
    assert events.text.endswith("\n\n")


# --- mapping ---------------------------------------------------------------------------------


async def test_a_csv_file_waits_until_its_mapping_is_confirmed(bank: Bank) -> None:
    account = await bank.account("SGD")
    found = await bank.read("singapore_savings.csv", account)

    assert found["status"] == "mapping"
    mapping = await bank.get(f"/api/imports/{found['id']}/mapping")
    assert not mapping["confirmed"]
    assert mapping["heading"][0] == "Transaction Date"
    assert {each["field"] for each in mapping["reasons"]} >= {"date", "encoding", "delimiter"}
    assert all(each["why"] for each in mapping["reasons"])
    answer = await bank.client.post(f"/api/imports/{found['id']}/commit")
    assert_problem(answer, 409, "confirm its mapping first")

    assert (await bank.confirm(found["id"]))["status"] == "preview"


async def test_a_confirmed_mapping_is_used_for_the_next_file_of_that_bank(bank: Bank) -> None:
    account = await bank.account("SGD")
    await bank.imported("singapore_savings.csv", account)
    february = fixture("singapore_savings.csv").replace(b" Jan 2026", b" Feb 2026")
    february = february.replace(b"31 Feb", b"27 Feb").replace(b"30 Feb", b"26 Feb")

    # The bank adds a line to its preamble, too.
    found = await bank.read(b"DBS iBanking\n" + february, account)

    assert found["status"] == "preview"
    assert (found["counts"]["new"], found["counts"]["lost"]) == (5, 0)
    (saved,) = (await bank.get("/api/csv-profiles"))["items"]
    assert saved["name"] == "My bank"
    await bank.client.delete(f"/api/csv-profiles/{saved['id']}")
    assert (await bank.get("/api/csv-profiles"))["items"] == []


async def test_a_mapping_can_be_corrected_and_tried_before(bank: Bank) -> None:
    """Every date could be read either way: the guess is days first, the person knows better."""
    account = await bank.account("USD")
    content = b"Date,Description,Amount\n01/02/2026,a,-1.00\n01/02/2026,b,-2.00\n"
    found = await bank.read(content, account)
    mapping = await bank.get(f"/api/imports/{found['id']}/mapping")
    assert mapping["confidence"] < 0.5
    profile = mapping["detected"] | {"date_order": "MDY"}

    trial = await bank.ask("POST", f"/api/imports/{found['id']}/mapping/trial", json=profile)
    confirmed = await bank.confirm(found["id"], date_order="MDY")

    assert [each["date"] for each in trial["lines"]] == ["2026-01-02", "2026-01-02"]
    await bank.commit(confirmed["id"])
    assert [day for day, *_ in await bank.lines(account)] == ["2026-01-02", "2026-01-02"]


@pytest.mark.parametrize(
    "change",
    [
        {"amount": None},
        {"debit": 1},
        {"date": 200},
        {"delimiter": "x"},
        {"encoding": "klingon"},
        {"encoding": "hex"},
        {"encoding": "idna"},
        {"encoding": "unicode_escape"},
        {"currency": "XXX"},
        {"account": "a\x00b"},
        {"colour": 1},
    ],
)
async def test_a_mapping_that_is_impossible_is_refused(
    bank: Bank, change: dict[str, object]
) -> None:
    found = await bank.read(COFFEES)
    mapping = await bank.get(f"/api/imports/{found['id']}/mapping")
    body = {"name": "x", "profile": mapping["detected"] | change}

    answer = await bank.client.put(f"/api/imports/{found['id']}/mapping", json=body)

    assert answer.status_code == 422, answer.text


async def test_zero_bytes_in_a_csv_file_lose_no_line(bank: Bank) -> None:
    account = await bank.account("SGD")
    content = b"Date,Descr\x00iption,Amount\n15/01/2026,Cof\x00fee,-4.50\n16/01/2026,Tea,-3.00\n"

    found = await bank.ready(content, account)

    assert found["counts"]["new"] == 2
    faults = await bank.get(f"/api/imports/{found['id']}/faults")
    assert [each["message"] for each in faults["items"]] == ["zero bytes were left out"]


async def test_only_csv_has_a_mapping(bank: Bank) -> None:
    found = await bank.read("german.mt940")
    body = {"name": "x", "profile": {"date": 0, "texts": [1], "amount": 2}}

    answer = await bank.client.put(f"/api/imports/{found['id']}/mapping", json=body)

    assert_problem(answer, 409, "only a CSV file")


# --- committing ------------------------------------------------------------------------------


async def test_committed_lines_are_lines_of_the_account(bank: Bank) -> None:
    account = await bank.account()

    done = await bank.imported("german.mt940", account)

    assert done["status"] == "committed"
    assert done["counts"]["new"] == 5
    assert await bank.lines(account) == [
        ("2026-01-17", "-84.20", "Stadtwerke Koeln GmbH Strom Abschlag 01/26 Vertrag 4711"),
        ("2026-01-20", "-4.50", "Baeckerei Schaefer Cafe am Markt"),
        ("2026-01-20", "-4.50", "Baeckerei Schaefer Cafe am Markt"),
        ("2026-01-30", "3150.00", "ACME Maschinenbau GmbH Lohn Januar"),
        ("2026-01-31", "-10.00", "Ruecklastschrift"),
    ]


async def test_a_line_leads_to_every_file_that_tells_of_it(bank: Bank) -> None:
    account = await bank.account("SGD")
    await bank.imported(COFFEES, account)
    await bank.imported(COFFEES + b"2026-01-04,Tea,-3.00\n", account)

    lines = (await bank.get(f"/api/statement-lines?account_id={account}&q=rent"))["items"]
    detail = await bank.get(f"/api/statement-lines/{lines[0]['id']}")

    assert [each["number"] for each in detail["sightings"]] == [4, 4]
    assert len({each["import_id"] for each in detail["sightings"]}) == 2
    assert detail["entry_ids"] == []


async def test_an_overlapping_file_adds_what_is_new_and_nothing_else(bank: Bank) -> None:
    account = await bank.account("SGD")
    await bank.imported(COFFEES, account)

    found = await bank.ready(COFFEES + b"2026-01-04,Tea,-3.00\n", account)

    assert await bank.states(found["id"]) == ["duplicate", "duplicate", "duplicate", "new"]
    done = await bank.commit(found["id"])
    assert (done["counts"]["new"], done["counts"]["duplicate"]) == (1, 3)
    assert len(await bank.lines(account)) == 4


async def test_lines_that_resemble_those_of_another_source_need_a_word(bank: Bank) -> None:
    """The same month from CSV and then from OFX: other texts, no ids in common."""
    account = await bank.account("USD")
    await bank.imported("us_checking.csv", account)

    found = await bank.ready("us_checking_v1.ofx", account)

    assert await bank.states(found["id"]) == ["similar"] * 4
    answer = await bank.client.post(f"/api/imports/{found['id']}/commit")
    assert_problem(answer, 422, "4 lines resemble lines of other files")
    await bank.commit(found["id"], similar="leave")
    assert len(await bank.lines(account)) == 4


@pytest.mark.parametrize(
    "formats", [("csv", "ofx 1"), ("ofx 1", "csv"), ("qif", "ofx 2"), ("ofx 2", "qif")]
)
async def test_each_twin_resembles_one_line_of_another_format(
    bank: Bank, formats: tuple[str, str]
) -> None:
    """Two coffees are there; the other format tells of three, of which one is truly new."""
    account = await bank.account("EUR")
    day = dt.date(2026, 1, 15)
    coffees = [ReadLine(each, day, Decimal("-4.50"), "Coffee", f"C{each}") for each in range(3)]
    tea = ReadLine(9, day, Decimal("-9.00"), "Tea", "T")
    earlier, later = (
        RENDERED[name]([each if "ofx" in name else replace(each, bank_id="") for each in lines])
        for name, lines in zip(formats, ([*coffees[:2], tea], [*coffees, tea]), strict=True)
    )
    await bank.imported(earlier, account)

    found = await bank.ready(later, account)

    assert await bank.states(found["id"]) == ["similar", "similar", "new", "similar"]
    await bank.commit(found["id"], similar="leave")
    amounts = sorted(amount for _, amount, _ in await bank.lines(account))
    assert amounts == ["-4.50", "-4.50", "-4.50", "-9.00"]


async def test_similar_lines_can_be_taken(bank: Bank) -> None:
    account = await bank.account("USD")
    await bank.imported("us_checking.csv", account)

    await bank.imported("us_checking_v1.ofx", account, similar="take")

    assert len(await bank.lines(account)) == 8


async def test_a_person_may_leave_a_line_out_or_insist_on_a_twin(bank: Bank) -> None:
    account = await bank.account("SGD")
    await bank.imported(COFFEES, account)
    found = await bank.ready(COFFEES + b"2026-01-04,Tea,-3.00\n", account)
    path = f"/api/imports/{found['id']}/choices"

    await bank.ask("PUT", path, json={"positions": [3], "choice": "leave"})
    chosen = await bank.ask("PUT", path, json={"positions": [0, 2], "choice": "take"})
    back = await bank.ask("PUT", path, json={"positions": [2], "choice": None})

    assert chosen["counts"]["new"] == 2
    assert (back["counts"]["new"], back["counts"]["left"]) == (1, 1)
    await bank.commit(found["id"])
    texts = [text for *_, text in await bank.lines(account)]
    assert texts == ["Coffee", "Coffee", "Coffee", "Rent"]


async def test_choices_about_lines_that_are_not_there_change_nothing(bank: Bank) -> None:
    account = await bank.account("SGD")
    found = await bank.ready(COFFEES, account)
    body = {"positions": [0, 99], "choice": "leave"}

    answer = await bank.client.put(f"/api/imports/{found['id']}/choices", json=body)

    assert answer.status_code == 404
    assert await bank.states(found["id"]) == ["new"] * 3


async def test_balances_that_do_not_add_up_must_be_accepted(bank: Bank) -> None:
    account = await bank.account()
    found = await bank.ready("wrong_balance.camt053.xml", account)
    assert found["statements"][0]["difference"] == "74.70"

    answer = await bank.client.post(f"/api/imports/{found['id']}/commit")

    assert_problem(answer, 422, "do not add up: 74.70")
    assert (await bank.commit(found["id"], accept_difference=True))["status"] == "committed"


async def test_without_an_account_nothing_is_committed(bank: Bank) -> None:
    found = await bank.read("german.mt940")

    answer = await bank.client.post(f"/api/imports/{found['id']}/commit")

    assert_problem(answer, 422, "does not say which accounts")
    assert answer.json()["errors"][0]["field"] == "accounts"


@pytest.mark.parametrize(
    ("currency", "kind", "said"),
    [("SGD", "asset", "the file is in EUR"), ("EUR", "expense", "banks tell of assets and debts")],
)
async def test_a_statement_goes_to_an_account_that_fits(
    bank: Bank, currency: str, kind: str, said: str
) -> None:
    account = await bank.account(currency, kind=kind)
    found = await bank.read("german.mt940")
    body = {"accounts": [{"statement_id": found["statements"][0]["id"], "account_id": account}]}

    answer = await bank.client.put(f"/api/imports/{found['id']}/accounts", json=body)

    assert_problem(answer, 422, said)


async def test_amounts_finer_than_the_currency_are_not_committed(bank: Bank) -> None:
    account = await bank.account("JPY")
    content = b"Date,Description,Amount\n2026-01-02,Ramen,-900.5\n2026-01-03,Tea,-300\n"
    found = await bank.ready(content, account)

    answer = await bank.client.post(f"/api/imports/{found['id']}/commit")

    assert_problem(answer, 422, "more decimals than JPY has")


async def test_an_import_is_committed_once(bank: Bank) -> None:
    account = await bank.account()
    done = await bank.imported("german.mt940", account)

    answer = await bank.client.post(f"/api/imports/{done['id']}/commit")

    assert_problem(answer, 409, "cannot be committed now")


async def test_what_is_committed_is_not_discarded(bank: Bank) -> None:
    account = await bank.account()
    done = await bank.imported("german.mt940", account)

    answer = await bank.client.delete(f"/api/imports/{done['id']}")

    assert_problem(answer, 409, "cannot be discarded")


async def test_a_discarded_import_leaves_nothing_not_even_its_file(bank: Bank) -> None:
    found = await bank.read("german.mt940")

    assert (await bank.client.delete(f"/api/imports/{found['id']}")).status_code == 204

    assert (await bank.client.get(f"/api/imports/{found['id']}")).status_code == 404
    assert (await bank.upload("german.mt940"))["known"] is False


# --- timeline --------------------------------------------------------------------------------


async def test_a_missing_month_shows_on_the_timeline(bank: Bank) -> None:
    account = await bank.account()
    january = fixture("german_08.camt053.xml").replace(b"2026-01-31T23:59", b"2026-01-31T23:58")
    march = january.replace(b"2026-01", b"2026-03").replace(b">2000.00<", b">4900.00<")
    march = march.replace(b"4925.30", b"7825.30").replace(b">20260", b">20261")
    await bank.imported(january, account)
    await bank.imported(march, account)

    found = await bank.get(f"/api/statement-accounts/{account}/timeline")

    assert not found["whole"]
    first, second = found["places"]
    assert (first["joint"], first["difference"], first["asserted"]) == (None, "0.00", "0.00")
    assert (second["joint"], second["amount"]) == ("missing", "-25.30")
    assert (second["uncovered_first"], second["uncovered_last"]) == ("2026-02-01", "2026-02-28")
    assert second["asserted"] == "-25.30"
    (summary,) = (await bank.get("/api/statement-accounts"))["items"]
    assert summary["identifiers"] == ["DE12500105170648489890"]
    assert (summary["statements"], summary["lines"], summary["whole"]) == (2, 8, False)


async def test_one_sound_statement_is_a_whole_timeline(bank: Bank) -> None:
    account = await bank.account()
    done = await bank.imported("german.mt940", account)

    found = await bank.get(f"/api/statement-accounts/{account}/timeline")

    assert found["whole"]
    assert [place["import_id"] for place in found["places"]] == [done["id"]]


# --- lines -----------------------------------------------------------------------------------


async def test_lines_come_in_pages_the_latest_first(bank: Bank) -> None:
    account = await bank.account()
    await bank.imported("german.mt940", account)

    seen, before = [], ""
    while True:
        page = await bank.get(f"/api/statement-lines?limit=2{before}")
        seen += [each["date"] for each in page["items"]]
        if page["next"] is None:
            break
        before = f"&before={page['next']}"

    assert seen == ["2026-01-31", "2026-01-30", "2026-01-20", "2026-01-20", "2026-01-17"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("from=2026-01-20", 4),
        ("to=2026-01-20", 3),
        ("q=BAECKEREI", 2),
        ("q=100%25", 0),
        ("booked=true", 0),
        ("booked=false", 5),
    ],
)
async def test_lines_can_be_searched(bank: Bank, query: str, count: int) -> None:
    account = await bank.account()
    await bank.imported("german.mt940", account)

    assert len((await bank.get(f"/api/statement-lines?{query}"))["items"]) == count


@pytest.mark.parametrize("before", ["x", "2026-01-01", "2026-01-01:x", "2026-01-01:-1"])
async def test_a_place_that_is_none_is_refused(bank: Bank, before: str) -> None:
    answer = await bank.client.get(f"/api/statement-lines?before={before}")

    assert_problem(answer, 422, "before")
