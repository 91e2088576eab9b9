"""`sixfold ci`: jobs in their order, what depends on a failure left out, a receipt at the end."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from sixfold.commands.pipeline.forge import failed_steps
from sixfold.commands.pipeline.receipt import NEEDS, Receipt, needs_text, read_needs
from sixfold.commands.pipeline.verb import CiRequest, ci
from sixfold.config.load import load
from sixfold.core.plan import VERDICT, Outcome
from sixfold.errors import RequestError
from sixfold.faces.ci import command

# Notes that it ran, with the results that it was told; fails where a file says so.
STEP = """\
import os, pathlib, sys
name = sys.argv[1]
with open("ran", "a") as log:
    log.write(f"{name} {os.environ['SIXFOLD_NEEDS']} {os.environ.get('WORKSPACE_ID', '')}\\n")
sys.exit(pathlib.Path(f"break-{name}").exists())
"""
TOML = """\
[ci.jobs.lint]
steps = ["python step.py lint"]

[ci.jobs.tests]
needs = ["lint"]
shards = 2
steps = ["python step.py tests-{shard}", "python step.py after-{shard}"]

[ci.jobs.other]
steps = ["python step.py other"]

[ci.jobs.finish]
needs = ["lint", "tests", "other"]
always = true
steps = ["python step.py finish"]

[ci.jobs.push]
needs = ["finish"]
remote = true
steps = ["python step.py push"]
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "sixfold.toml").write_text(TOML)
    (tmp_path / "step.py").write_text(STEP)
    return tmp_path


def run(repository: Path, *jobs: str, parallel: bool = False) -> Receipt:
    config = load(repository, environ=os.environ)
    request = CiRequest(jobs, parallel=parallel)
    return ci(config, request, say=lambda _: None, progress=None)


def ran(repository: Path) -> list[str]:
    return [line.split()[0] for line in (repository / "ran").read_text().splitlines()]


def outcomes(receipt: Receipt) -> dict[str, str]:
    return {job.name: str(job.outcome) for job in receipt.jobs}


@pytest.mark.parametrize("parallel", [False, True])
def test_every_job_runs_with_each_of_its_shards_and_steps(repository: Path, parallel: bool) -> None:
    receipt = run(repository, parallel=parallel)

    assert receipt.good
    steps = ran(repository)
    assert sorted(steps) == sorted(
        ["lint", "tests-1", "after-1", "tests-2", "after-2", "other", "finish"]
    )
    assert steps.index("lint") < min(steps.index("tests-1"), steps.index("tests-2"))
    assert steps[-1] == "finish"


@pytest.mark.parametrize("parallel", [False, True])
def test_what_needs_a_failed_job_is_skipped_and_the_verdict_is_told_why(
    repository: Path, parallel: bool
) -> None:
    (repository / "break-lint").touch()

    receipt = run(repository, parallel=parallel)

    assert not receipt.good
    assert outcomes(receipt) == {
        "lint": "failure", "tests": "skipped", "other": "success", "finish": "success",
    }  # fmt: skip
    last = (repository / "ran").read_text().splitlines()[-1]
    told = json.loads(last.partition(" ")[2].rpartition(" ")[0])
    assert told["tests"] == {"result": "skipped"}


@pytest.mark.parametrize("parallel", [False, True])
def test_a_failing_step_ends_its_shard_and_not_the_others(repository: Path, parallel: bool) -> None:
    (repository / "break-tests-1").touch()
    told: list[str] = []

    config = load(repository, environ=os.environ)
    receipt = ci(config, CiRequest(parallel=parallel), say=told.append, progress=None)

    assert "── tests 1/2: failed at python step.py tests-1" in "\n".join(told)
    assert outcomes(receipt)["tests"] == "failure"
    assert "after-1" not in ran(repository)
    assert "after-2" in ran(repository)


def test_shards_beside_each_other_have_namespaces_of_their_own(repository: Path) -> None:
    run(repository, parallel=True)

    lines = [line.split() for line in (repository / "ran").read_text().splitlines()]
    places = {line[0]: line[-1] for line in lines}
    assert len({places[name] for name in ("lint", "tests-1", "tests-2", "other")}) == 4
    assert places["tests-1"] == places["after-1"]


def test_the_receipt_is_written_for_machines_too(repository: Path) -> None:
    receipt = run(repository, "tests")

    written = json.loads((repository / "reports" / "receipt.json").read_text())
    assert written["good"]
    assert written["plan"] == receipt.plan.hash
    assert [job["name"] for job in written["jobs"]] == ["lint", "tests"]
    assert written["left_out"] == ["other", "finish"]


def test_an_old_report_of_coverage_does_not_count_for_a_whole_run(repository: Path) -> None:
    old = repository / "reports" / "coverage" / "tests.json"
    for jobs, stays in ((["lint"], True), ([], False)):
        old.parent.mkdir(parents=True, exist_ok=True)
        old.write_text("{}")
        run(repository, *jobs)
        assert old.exists() is stays


def test_a_tree_that_changes_while_its_jobs_run_has_not_passed(repository: Path) -> None:
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "First"]):
        subprocess.run([*git, *words], cwd=repository, check=True)
    (repository / ".gitignore").write_text("ran\nreports\n")

    assert run(repository, "lint").good

    (repository / "step.py").write_text("open('new', 'w').close()")
    receipt = run(repository, "lint")
    assert receipt.changed_meanwhile
    assert not receipt.good


def test_a_job_that_is_not_there_is_named_with_those_that_are(repository: Path) -> None:
    with pytest.raises(RequestError, match=r"'tets'.*lint, tests"):
        run(repository, "tets")


def test_the_forges_results_are_read_and_what_is_none_is_refused() -> None:
    text = '{"lint": {"result": "success", "outputs": {}}, "tests": {"result": "skipped"}}'

    assert [(job.name, job.outcome) for job in read_needs(text)] == [
        ("lint", Outcome.SUCCESS), ("tests", Outcome.SKIPPED),
    ]  # fmt: skip
    for wrong in ("", "[]", "{}", '{"lint": {}}', '{"lint": {"result": "fine"}}'):
        with pytest.raises(RequestError, match=NEEDS):
            read_needs(wrong)


@pytest.mark.parametrize(
    ("told", "code", "says"),
    [
        (("lint", "tests", "other"), 0, "every job passed"),
        (("lint", "other"), 1, "not told of: tests; add each to the needs of this job"),
    ],
)
def test_a_verdict_is_good_only_where_it_was_told_of_every_job(
    repository: Path, monkeypatch: pytest.MonkeyPatch, told: tuple[str, ...], code: int, says: str
) -> None:
    (repository / "sixfold.toml").write_text(TOML.replace("python step.py finish", VERDICT))
    monkeypatch.chdir(repository)
    monkeypatch.setenv(NEEDS, needs_text(dict.fromkeys(told, Outcome.SUCCESS)))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")

    answer = CliRunner().invoke(command, ["verdict"])

    assert (answer.exit_code, says in answer.output) == (code, True), answer.output
    written = json.loads((repository / "reports" / "receipt.json").read_text())
    assert (written["good"], written["untold"]) == (code == 0, [] if code == 0 else ["tests"])


def test_a_step_that_was_allowed_to_fail_is_warned_of() -> None:
    steps = {
        "upload": {"outcome": "failure", "conclusion": "success"},
        "test": {"outcome": "failure", "conclusion": "failure"},
        "fine": {"outcome": "success", "conclusion": "success"},
    }

    assert failed_steps(json.dumps(steps)) == ["upload"]
    with pytest.raises(RequestError):
        failed_steps("")
