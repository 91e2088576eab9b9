"""The document's lifecycle script: a database for a command, gone afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHOW = (
    "import os, psycopg;"
    "url = os.environ['DATABASE_URL'].replace('+asyncpg', '');"
    "c = psycopg.connect(url);"
    "print(c.info.dbname, c.execute('select count(*) from journal_entries').fetchone())"
)


def run(*command: str) -> subprocess.CompletedProcess[str]:
    hidden = ("SIXFOLD_RUN", "SIXFOLD_SUITE", "SIXFOLD_HELD", "TEST_NAMESPACE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    return subprocess.run(
        [sys.executable, "scripts/test_lifecycle.py", *command],
        cwd=ROOT,
        # A name of its own: the run that tests this holds the checkout's.
        env={**kept, "BRANCH_NAME": "lifecycle", "WORKSPACE_ID": str(os.getpid())},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def test_the_command_gets_a_migrated_database_of_its_own() -> None:
    done = run(sys.executable, "-c", SHOW)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("finance_report_test_lifecycle")
    assert "(0,)" in done.stdout


def test_the_commands_exit_code_is_the_scripts() -> None:
    assert run(sys.executable, "-c", "raise SystemExit(9)").returncode == 9
