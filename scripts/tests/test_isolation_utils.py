"""The documented functions give the documented names for this repository."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "isolation_utils.py"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No namespace of the surrounding run, and no record of one on this machine."""
    for name in ("BRANCH_NAME", "WORKSPACE_ID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SIXFOLD_HOME", str(tmp_path / "home"))


@pytest.fixture
def isolation(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(SCRIPT.parent))
    import isolation_utils

    return isolation_utils


def printed(*arguments: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *arguments],
        cwd=folder,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("workspace", "namespace"), [(None, "feature_auth"), ("alice", "feature_auth_alice")]
)
def test_an_explicit_name_is_the_namespace(
    isolation: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    workspace: str | None,
    namespace: str,
) -> None:
    monkeypatch.setenv("BRANCH_NAME", "feature-auth")
    if workspace:
        monkeypatch.setenv("WORKSPACE_ID", workspace)
    assert isolation.get_namespace() == namespace


def test_without_one_the_namespace_ends_in_a_hash(isolation: ModuleType) -> None:
    assert re.fullmatch(r"[a-z0-9_]+_[0-9a-f]{8}", isolation.get_namespace())


def test_the_documented_names(isolation: ModuleType) -> None:
    assert isolation.get_test_db_name("feature_auth") == "finance_report_test_feature_auth"
    assert isolation.dev_db_name("feature_auth") == "finance_report_dev_feature_auth"
    assert isolation.get_s3_bucket("feature_auth") == "statements-feature-auth"
    assert isolation.get_test_s3_bucket("feature_auth", "gw0") == "statements-test-feature-auth-gw0"
    assert isolation.get_env_suffix("feature_auth") == "-feature-auth"
    assert isolation.sanitize_namespace("feature/auth-v2") == "feature_auth_v2"


def test_a_name_that_is_not_sanitised_is_refused(isolation: ModuleType) -> None:
    from sixfold.errors import RequestError

    with pytest.raises(RequestError, match="is not a namespace"):
        isolation.get_test_db_name("feature/auth")


def test_it_prints_one_checkouts_names_from_whichever_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRANCH_NAME", "feature-auth")
    found = json.loads(printed("--json", folder=tmp_path))
    assert found == {
        "namespace": "feature_auth",
        "test_database": "finance_report_test_feature_auth",
        "dev_database": "finance_report_dev_feature_auth",
        "test_bucket": "statements-test-feature-auth",
        "dev_bucket": "statements-feature-auth",
        "suffix": "-feature-auth",
    }
    lines = printed(folder=SCRIPT.parent).splitlines()
    assert [line.split() for line in lines] == [[name, value] for name, value in found.items()]
