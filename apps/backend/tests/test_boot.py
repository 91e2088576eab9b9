"""The boot check: what each gate looks at, what it advises, and how it exits."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from alembic import command

from src import boot, gates
from src.boot import Mode
from src.config import load
from src.database import Database, address
from src.gates import Finding, Verdict

from .conftest import application
from .migrating import migrated


def by_name(findings: list[Finding]) -> dict[str, Finding]:
    """Findings by the name of their check."""
    return {finding.name: finding for finding in findings}


def elsewhere(monkeypatch: pytest.MonkeyPatch, database: str) -> None:
    """Point DATABASE_URL at another database of the same server."""
    url = address(os.environ["DATABASE_URL"]).set(database=database)
    monkeypatch.setenv("DATABASE_URL", url.render_as_string(hide_password=False))


@pytest.fixture
def built_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """The application that the first gate looks at is not built anew, which takes long."""
    monkeypatch.setattr("src.main.create_app", lambda _: application())


async def test_the_first_gate_needs_no_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody:hunter2@127.0.0.1:1/none")

    findings = await boot.run(Mode.DRY_RUN)

    assert {finding.gate for finding in findings} == {1}
    assert set(by_name(findings)) == {"settings", "migrations", "api"}
    assert boot.worst(findings) is Verdict.PASS


async def test_settings_that_are_wrong_are_named_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "hunter2")
    monkeypatch.setenv("BASE_CURRENCY", "hunter3")

    findings = await boot.run(Mode.FULL)

    assert set(by_name(findings)) == {"DATABASE_URL", "BASE_CURRENCY"}
    assert "hunter" not in boot.table(findings)
    assert all(finding.remedy for finding in findings)


async def test_the_second_gate_passes_on_a_migrated_database(own: Database) -> None:
    findings = by_name(await gates.critical(own))

    assert findings["database"].verdict is Verdict.PASS
    assert own.name in findings["database"].detail
    assert findings["schema"].verdict is Verdict.PASS


@pytest.mark.usefixtures("built_before")
async def test_a_database_that_does_not_answer_fails_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody:hunter2@127.0.0.1:1/none")

    findings = by_name(await boot.run(Mode.CRITICAL))

    assert findings["database"].verdict is Verdict.FAIL
    assert "none at 127.0.0.1:1 does not answer" in findings["database"].detail
    assert "DATABASE_URL" in findings["database"].remedy
    assert findings["schema"].verdict is Verdict.WARN
    assert "hunter2" not in boot.table(list(findings.values()))


@pytest.mark.usefixtures("built_before")
async def test_a_database_that_does_not_exist_is_said_to(
    worker_database: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere(monkeypatch, "not_there")

    findings = by_name(await boot.run(Mode.CRITICAL))

    assert 'database "not_there" does not exist' in findings["database"].detail


async def test_a_schema_behind_the_code_is_told_how_to_get_there(own: Database) -> None:
    await migrated(command.downgrade, "-1")

    found = by_name(await gates.critical(own))["schema"]

    assert (found.verdict, found.remedy) == (Verdict.FAIL, gates.MIGRATE)
    assert re.fullmatch(r"at \d{4}, this code needs \d{4}", found.detail)


async def test_a_check_that_breaks_is_a_failure_and_no_traceback(own: Database) -> None:
    async with own.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE alembic_version RENAME version_num TO odd")

    found = by_name(await gates.critical(own))["schema"]

    assert found.verdict is Verdict.FAIL
    assert "version_num" in found.detail


async def test_an_empty_database_is_told_how_to_get_there(own: Database) -> None:
    async with own.engine.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE alembic_version")

    found = by_name(await gates.critical(own))["schema"]

    assert found.remedy == gates.MIGRATE
    assert re.fullmatch(r"at empty, this code needs \d{4}", found.detail)


async def test_a_release_serves_on_the_schema_of_a_newer_one_and_says_so(own: Database) -> None:
    async with own.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    found = by_name(await gates.critical(own))["schema"]

    assert found.verdict is Verdict.WARN
    assert "9999, which this code does not know" in found.detail
    assert found.remedy != gates.MIGRATE


async def test_the_third_gate_looks_at_everything(
    fresh_database: object, worker_bucket: object, redis_scope: object
) -> None:
    findings = await boot.run(Mode.FULL)

    assert [finding.name for finding in findings if finding.gate == 3] == ["redis", "s3", "secrets"]
    assert boot.worst(findings) is Verdict.PASS, boot.table(findings)
    assert "not configured" in by_name(findings)["secrets"].detail


@pytest.mark.usefixtures("built_before")
async def test_the_third_gate_names_the_service_that_is_down(
    fresh_database: object, worker_bucket: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")

    findings = by_name(await boot.run(Mode.FULL))

    assert findings["redis"].verdict is Verdict.FAIL
    assert "REDIS_URL" in findings["redis"].remedy
    assert findings["s3"].verdict is Verdict.PASS


@pytest.mark.parametrize(("mode", "verdict"), [(0o600, "PASS"), (0o644, "FAIL"), (None, "FAIL")])
async def test_a_file_of_secrets_is_there_and_private(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mode: int | None, verdict: str
) -> None:
    secrets = tmp_path / "secrets.env"
    if mode is not None:
        secrets.write_text("S3_SECRET_KEY=hunter2")
        secrets.chmod(mode)
    monkeypatch.setenv("SECRETS_FILE", str(secrets))

    found = await gates.secrets(load())

    assert found.verdict == verdict
    assert bool(found.remedy) == (verdict == "FAIL")


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [("", "PASS"), ("PASS", "PASS"), ("PASS WARN PASS", "WARN"), ("FAIL WARN PASS", "FAIL")],
)
def test_the_whole_is_as_good_as_its_worst(verdicts: str, expected: str) -> None:
    findings = [Finding(1, "x", Verdict(word), "") for word in verdicts.split()]

    assert boot.worst(findings) == expected


@pytest.mark.usefixtures("built_before")
def test_the_exit_code_is_zero_when_all_passed(capsys: pytest.CaptureFixture[str]) -> None:
    assert boot.main(["--mode", "dry-run"]) == 0
    assert "PASS: 3 checks" in capsys.readouterr().out


def test_the_exit_code_tells_of_a_failure_in_json_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENVIRONMENT", "moon")

    assert boot.main(["--mode", "critical", "--json"]) == 1

    report = json.loads(capsys.readouterr().out)
    assert report["verdict"] == "FAIL"
    assert [check["name"] for check in report["checks"]] == ["ENVIRONMENT"]
