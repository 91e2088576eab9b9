"""The gate against real git history: what a change brings along does not judge it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from click.testing import CliRunner
from sixfold.commands.coverage.gather import FOLDER, gather
from sixfold.commands.coverage.named import read_named
from sixfold.commands.coverage.update import update_baseline
from sixfold.commands.coverage.verb import Outcome, examine, judge
from sixfold.commands.testing import again
from sixfold.commands.testing.gate import ask_gate
from sixfold.commands.testing.report import SuiteReport, TestReport
from sixfold.commands.testing.session import Session
from sixfold.config import Suite
from sixfold.config.load import load
from sixfold.core.coverage.gate import NO_REGRESSION
from sixfold.core.coverage.gate_report import GateReport
from sixfold.core.located import Findings
from sixfold.core.selection import Share
from sixfold.errors import NotPassed, RequestError
from sixfold.faces.coverage import command

TOML = """
[project]
name = "shop"

[coverage]
diff = 99
backend = { suites = ["api"] }
ui = { suites = ["ui"] }
unified = { min = 40 }
floors = { "api/**/pay*.py" = 20 }

[suites.api]
directory = "api"

[suites.ui]
directory = "ui"
"""
NAME = "unified-coverage.json"


@dataclass
class Shop:
    """A repository with two suites, and what they measured."""

    root: Path

    def git(self, *words: str) -> str:
        plain = ("-c", "user.name=Ann", "-c", "user.email=ann@example.test", "-c", "gc.auto=0")
        done = subprocess.run(
            ["git", *plain, *words], cwd=self.root, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def write(self, path: str, lines: Iterable[str]) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(f"{line}\n" for line in lines))

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)

    def measured(self, suite: str, path: str, missed: Iterable[int], *, name: str = "") -> None:
        """The suite ran every line of the file but these."""
        count = len((self.root / path).read_text().splitlines())
        missing = sorted(missed)
        executed = [line for line in range(1, count + 1) if line not in missing]
        file = {"executed_lines": executed, "missing_lines": missing}
        report = {"meta": {"branch_coverage": True}, "files": {path: file}}
        folder = self.root / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        (folder / (name or f"{suite}.json")).write_text(json.dumps(report))

    def outcome(self, **environ: str) -> Outcome:
        config = load(self.root, environ={"HOME": str(self.root)})
        findings = Findings()
        return examine(config, gather(config, ["api", "ui"], findings), findings, environ)

    def gate(self, **environ: str) -> GateReport:
        return self.outcome(**environ).gate

    def update(self, reason: str = "", **environ: str) -> str:
        config = load(self.root, environ={"HOME": str(self.root)})
        return update_baseline(config, self.outcome(**environ), reason=reason).told


@pytest.fixture
def shop(tmp_path: Path, made_shop: Path) -> Shop:
    """On branch `work`, with main's baseline: nine of ten lines of the API, all of the UI."""
    shutil.copytree(made_shop, tmp_path / "shop")
    return Shop(tmp_path / "shop")


@pytest.fixture(scope="module")
def made_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once, for every test to copy."""
    shop = Shop(tmp_path_factory.mktemp("made"))
    shop.git("init", "-q", "-b", "main")
    shop.write("sixfold.toml", TOML.splitlines())
    shop.write(".gitignore", ["reports/"])
    shop.write("api/pay.py", [f"line {number}" for number in range(1, 11)])
    shop.write("ui/page.ts", [f"line {number}" for number in range(1, 11)])
    shop.measured("api", "api/pay.py", [10])
    shop.measured("ui", "ui/page.ts", [])
    shop.commit("Begin")
    shop.update()
    shop.commit("Measure")
    shop.git("switch", "-q", "-c", "work")
    return shop.root


def test_the_same_coverage_passes(shop: Shop) -> None:
    gate = shop.gate()

    assert gate.good, gate.lines
    assert gate.lines[-1] == NO_REGRESSION


def test_a_drop_of_one_component_fails_and_names_its_lines(shop: Shop) -> None:
    shop.measured("api", "api/pay.py", [9, 10])
    gate = shop.gate()

    assert not gate.good
    assert "❌ backend coverage 80.00% is below baseline 90.00%" in gate.lines
    assert "❌ Unified coverage 90.00% is below baseline 95.00%" in gate.lines
    assert "  api/pay.py:9 no longer covered" in gate.lines


def test_a_component_may_fall_though_the_sum_does_not(shop: Shop) -> None:
    shop.write("ui/page.ts", [f"line {number}" for number in range(1, 101)])
    shop.measured("ui", "ui/page.ts", [])
    shop.measured("api", "api/pay.py", [9, 10])
    gate = shop.gate()

    assert "❌ backend coverage 80.00% is below baseline 90.00%" in gate.lines
    assert not any(line.startswith("❌ Unified") for line in gate.lines)


@pytest.mark.parametrize("staged", [True, False])
@pytest.mark.parametrize("removed", [True, False])
def test_editing_the_baseline_in_the_same_change_does_not_help(
    shop: Shop, staged: bool, removed: bool
) -> None:
    shop.measured("api", "api/pay.py", [9, 10])
    baseline = shop.root / NAME
    if removed:
        baseline.unlink()
    else:
        baseline.write_text('{"backend": 1, "ui": 1, "unified": 1}')
    if staged:
        shop.commit("Make it pass")
    gate = shop.gate()

    assert "❌ backend coverage 80.00% is below baseline 90.00%" in gate.lines
    did = "removes" if removed else "edits"
    assert any(f"this change {did} {NAME}; what counts is main's" in line for line in gate.notes)


def test_a_reset_with_its_reason_counts_and_is_told(shop: Shop) -> None:
    shop.measured("api", "api/pay.py", [9, 10])
    shop.update(reason="the old parser goes")
    shop.commit("Replace the parser\n\nCoverage-Reset: the old parser goes")
    gate = shop.gate()

    assert gate.good, gate.lines
    assert any("Coverage-Reset: the old parser goes" in line for line in gate.lines)
    shop.measured("api", "api/pay.py", [8, 9, 10])
    assert not shop.gate().good


def test_a_reason_without_a_baseline_of_its_own_resets_nothing(shop: Shop) -> None:
    shop.measured("api", "api/pay.py", [9, 10])
    shop.commit("Say so\n\nCoverage-Reset: because")

    assert "❌ backend coverage 80.00% is below baseline 90.00%" in shop.gate().lines


def test_on_main_the_last_commit_is_held_against_the_one_before(shop: Shop) -> None:
    shop.git("switch", "-q", "main")
    shop.measured("api", "api/pay.py", [9, 10])
    shop.write(NAME, ['{"backend": 1, "ui": 1, "unified": 1}'])
    shop.commit("Lower the bar")

    assert "❌ backend coverage 80.00% is below baseline 90.00%" in shop.gate().lines


def test_a_push_of_several_commits_is_held_against_what_it_came_upon(
    shop: Shop, tmp_path: Path
) -> None:
    before = shop.git("rev-parse", "main")
    shop.git("switch", "-q", "main")
    shop.measured("api", "api/pay.py", [9, 10])
    shop.write(NAME, ['{"backend": 1, "ui": 1, "unified": 1}'])
    shop.commit("Lower the bar")
    shop.commit("And hide it")
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"before": before}))

    push = {"GITHUB_EVENT_NAME": "push", "GITHUB_EVENT_PATH": str(event)}

    gate = shop.gate(**push, GITHUB_REF_NAME="main")

    assert "❌ backend coverage 80.00% is below baseline 90.00%" in gate.lines


def test_what_a_push_to_a_branch_came_upon_is_no_base(shop: Shop, tmp_path: Path) -> None:
    shop.measured("api", "api/pay.py", [9, 10])
    shop.write(NAME, ['{"backend": 1, "ui": 1, "unified": 1}'])
    shop.commit("Lower the bar")
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"before": shop.git("rev-parse", "HEAD")}))
    shop.commit("Push once more")
    push = {"GITHUB_EVENT_NAME": "push", "GITHUB_EVENT_PATH": str(event)}

    gate = shop.gate(**push, GITHUB_REF_NAME="work")

    assert "❌ backend coverage 80.00% is below baseline 90.00%" in gate.lines


def test_a_pull_request_is_held_against_its_own_base(shop: Shop) -> None:
    shop.git("branch", "release", "main")
    toml = (shop.root / "sixfold.toml").read_text()
    shop.write("sixfold.toml", toml.replace("diff = 99", 'base = "work"').splitlines())
    shop.measured("api", "api/pay.py", [9, 10])
    shop.write(NAME, ['{"backend": 1, "ui": 1, "unified": 1}'])
    shop.commit("Choose another base")
    gate = shop.gate(GITHUB_BASE_REF="release")

    assert "❌ backend coverage 80.00% is below baseline 90.00%" in gate.lines


def test_two_changes_that_are_good_alone_are_red_together(shop: Shop) -> None:
    """The second one is judged on the merge result, against the base with the first one in it."""
    shop.write("api/more.py", ["line 1", "line 2"])
    shop.commit("Add a file that nothing runs")
    shop.git("switch", "-q", "main")
    shop.write("api/pay.py", [f"line {number}" for number in range(1, 12)])
    shop.measured("api", "api/pay.py", [])
    shop.commit("Cover everything")
    shop.update()
    shop.commit("Measure")
    shop.git("switch", "-q", "-c", "merged", "main")
    shop.git("merge", "-q", "--no-edit", "work")
    report = json.loads((shop.root / FOLDER / "api.json").read_text())
    report["files"]["api/more.py"] = {"executed_lines": [], "missing_lines": [1, 2]}
    (shop.root / FOLDER / "api.json").write_text(json.dumps(report))

    gate = shop.gate()

    assert "❌ backend coverage 84.62% is below baseline 100.00%" in gate.lines
    assert "  api/more.py:1-2 new, not covered" in gate.lines


def test_deleting_covered_lines_passes_and_is_explained(shop: Shop) -> None:
    shop.write("api/pay.py", [f"line {number}" for number in range(6, 11)])
    shop.measured("api", "api/pay.py", [5])
    gate = shop.gate()

    assert gate.good, gate.lines
    assert "backend coverage 80.00% is below baseline 90.00% only because 5" in str(gate.lines)
    assert gate.lines[-1] == "✅ No regression: what fell is explained by deleted code"


def test_deleting_a_file_passes_and_leaving_it_out_of_the_measure_does_not(shop: Shop) -> None:
    shop.git("switch", "-q", "main")
    shop.write("api/more.py", ["line"] * 90)
    report = json.loads((shop.root / FOLDER / "api.json").read_text())
    more = {"executed_lines": list(range(1, 91)), "missing_lines": []}
    whole = report | {"files": report["files"] | {"api/more.py": more}}
    (shop.root / FOLDER / "api.json").write_text(json.dumps(whole))
    shop.commit("Grow")
    shop.update()
    shop.commit("Measure")
    shop.git("switch", "-q", "-c", "more")
    (shop.root / FOLDER / "api.json").write_text(json.dumps(report))

    assert "  api/more.py is no longer measured" in shop.gate().lines
    (shop.root / "api" / "more.py").unlink()
    gate = shop.gate()
    assert gate.good, gate.lines


def test_a_component_cannot_be_configured_away(shop: Shop) -> None:
    toml = (shop.root / "sixfold.toml").read_text()
    shop.write("sixfold.toml", toml.replace("backend = {", "services = {").splitlines())
    gate = shop.gate()

    assert not gate.good
    assert any("no longer has the component 'backend'" in fault for fault in gate.faults)
    assert any("services has no baseline yet" in note for note in gate.notes)


def test_a_file_that_moved_keeps_its_lines(shop: Shop) -> None:
    shop.git("mv", "api/pay.py", "api/payment.py")
    shop.measured("api", "api/payment.py", [10])
    gate = shop.gate()

    assert gate.good
    assert all(not verdict.losses for verdict in gate.verdicts)


def test_without_a_baseline_the_net_is_named_loudly_and_applies(shop: Shop) -> None:
    shop.git("switch", "-q", "--orphan", "fresh")
    shop.git("checkout", "-q", "work", "--", "api", "ui", "sixfold.toml", ".gitignore")
    shop.commit("Begin anew")
    shop.git("branch", "-q", "-D", "main")
    shop.git("branch", "-q", "main")
    shop.git("switch", "-q", "-c", "more")
    shop.commit("Go on")

    told = "\n".join(shop.gate().lines)
    assert "NO BASELINE" in told
    assert "Unified coverage of at least 40.00% ([coverage] unified.min)" in told
    assert shop.gate().good
    strict = shop.gate(COVERAGE_THRESHOLD="96")
    assert "❌ Unified coverage 95.00% is below the minimum 96.00% (COVERAGE_THRESHOLD)" in (
        strict.lines
    )


@pytest.mark.parametrize("threshold", ["ninety", "-1", "101", "nan"])
def test_a_threshold_that_is_none_is_refused(shop: Shop, threshold: str) -> None:
    with pytest.raises(RequestError, match="COVERAGE_THRESHOLD"):
        shop.gate(COVERAGE_THRESHOLD=threshold)


def test_a_base_that_was_not_fetched_is_no_reason_to_trust_the_tree(shop: Shop) -> None:
    shop.git("branch", "-q", "-D", "main")

    assert any("the base main is not in this clone" in note for note in shop.gate().notes)
    assert any("NO BASELINE" in note for note in shop.gate().notes)


def test_a_baseline_from_outside_of_the_repository_counts(shop: Shop, tmp_path: Path) -> None:
    outside = tmp_path / "baseline.json"
    outside.write_text('{"backend": 99, "ui": 1, "unified": 1}')
    gate = shop.gate(BASELINE_FILE=str(outside))

    assert "❌ backend coverage 90.00% is below baseline 99.00%" in gate.lines


def test_a_component_whose_suites_were_not_all_measured_is_not_judged(shop: Shop) -> None:
    (shop.root / FOLDER / "ui.json").unlink()
    gate = shop.gate()

    assert [verdict.component for verdict in gate.verdicts] == ["backend", "api/**/pay*.py"]
    assert "not judged: ui (ui not measured); unified" in gate.notes


def test_floors_hold_and_ratchet(shop: Shop) -> None:
    shop.measured("api", "api/pay.py", range(2, 11))
    lines = shop.gate().lines

    assert any("api/**/pay*.py coverage 10.00% is below the minimum 20.00%" in one for one in lines)
    assert "❌ api/**/pay*.py coverage 10.00% is below baseline 90.00%" in lines


def test_shards_count_once_all_of_them_are_there(shop: Shop) -> None:
    (shop.root / FOLDER / "api.json").unlink()
    shop.measured("api", "api/pay.py", range(6, 11), name="api.1-of-2.json")
    assert any("shards 2 of 2 are missing" in fault for fault in shop.gate().faults)

    shop.measured("api", "api/pay.py", [*range(1, 6), 10], name="api.2-of-2.json")
    assert shop.gate().good


def test_reports_of_two_versions_of_a_file_are_no_proof(shop: Shop) -> None:
    (shop.root / FOLDER / "api.json").unlink()
    shop.measured("api", "api/pay.py", [], name="api.1-of-2.json")
    shop.write("api/pay.py", [f"line {number}" for number in range(1, 13)])
    shop.measured("api", "api/pay.py", [], name="api.2-of-2.json")

    assert any("its source changed between the two runs" in one for one in shop.gate().faults)


def test_changed_lines_are_told_staged_or_not_and_in_new_files(shop: Shop) -> None:
    shop.write("api/pay.py", [f"line {number}" for number in range(1, 11)] + ["new", "new"])
    shop.write("ui/more.ts", ["new", "new"])
    shop.git("add", "api/pay.py")
    shop.measured("api", "api/pay.py", [12])
    shop.measured("ui", "ui/more.ts", [2])
    changed = shop.gate().changed

    assert changed is not None
    assert [str(file) for file in changed.uncovered] == ["api/pay.py:12", "ui/more.ts:2"]
    assert changed.counts.percent == 50.0


def test_a_run_of_changed_files_alone_is_held_to_its_own_measure(shop: Shop) -> None:
    shop.write("api/pay.py", [f"line {number}" for number in range(1, 11)] + ["new", "new"])
    shop.measured("api", "api/pay.py", [12])
    config = load(shop.root, environ={"HOME": str(shop.root)})

    gate = judge(config, ["api"], changed=("api/pay.py",), say=print, environ={})

    assert not gate.good
    assert gate.lines[0] == (
        "❌ changed lines: 50.00% of 2 lines and branches covered, at least 99.00% are asked for"
    )


def fall_within_the_noise(shop: Shop) -> None:
    """One line of 4000 is no longer covered on a branch."""
    lines = [f"line {number}" for number in range(1, 4001)]
    shop.git("switch", "-q", "main")
    shop.write("api/pay.py", lines)
    shop.measured("api", "api/pay.py", [4000])
    shop.commit("Grow")
    shop.update()
    shop.commit("Measure")
    shop.git("switch", "-q", "-c", "more")
    shop.measured("api", "api/pay.py", [7, 4000])


def test_a_fall_within_the_noise_is_measured_once_more(shop: Shop) -> None:
    fall_within_the_noise(shop)
    asked: list[tuple[str, ...]] = []

    def again(suites: tuple[str, ...]) -> None:
        asked.append(suites)
        shop.measured("api", "api/pay.py", [8, 4000], name="api.again.json")

    config = load(shop.root, environ={"HOME": str(shop.root)})
    assert not judge(config, ["api", "ui"], say=print, environ={}).good
    gate = judge(config, ["api", "ui"], say=print, remeasure=again, environ={})

    assert gate.good, gate.lines
    assert asked == [("api",)]


def test_a_test_that_fails_when_measured_once_more_fails_the_run(shop: Shop) -> None:
    fall_within_the_noise(shop)
    config = load(shop.root, environ={"HOME": str(shop.root)})

    def run_one(share: Share[Suite], again: str) -> SuiteReport:
        shop.measured("api", "api/pay.py", [8, 4000], name=f"api{again}.json")
        return SuiteReport(share.suite.name, passed=1, failed=1, failures=("test_b",), exit_code=1)

    session = SimpleNamespace(
        place=SimpleNamespace(config=config, say=print),
        plan=SimpleNamespace(
            shares=[Share(replace(suite, source=("",)), (), ()) for suite in config.suites],
            partial="",
            changed=None,
        ),
        measured=["api", "ui"],
        run_one=run_one,
    )
    suites = tuple(SuiteReport(name, passed=2) for name in ("api", "ui"))
    report = ask_gate(cast(Session, session), TestReport(suites, (), "n", 1.0))

    assert not report.good
    assert [suite.failures for suite in report.suites] == [("test_b",), ()]


@pytest.mark.parametrize(
    ("words", "missed", "failing", "code", "told"),
    [
        ((), (), (), 1, "sixfold coverage --again measures api once more"),
        (("--again",), (8, 4000), (), 0, NO_REGRESSION),
        (("--again",), (7, 4000), (), 1, "api/pay.py:7 no longer covered"),
        (("--again",), (8, 4000), ("api",), 1, "tests failed when it was measured once more"),
    ],
)
def test_a_fall_within_the_noise_of_united_shards_is_measured_once_more_when_asked(
    shop: Shop,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    missed: tuple[int, ...],
    failing: tuple[str, ...],
    code: int,
    told: str,
) -> None:
    fall_within_the_noise(shop)
    (shop.root / FOLDER / "api.json").rename(shop.root / FOLDER / "api.1-of-2.json")
    shop.measured("api", "api/pay.py", [7, 4000], name="api.2-of-2.json")
    asked: list[tuple[str, ...]] = []

    def run_again(_config: object, suites: tuple[str, ...], **_: object) -> tuple[str, ...]:
        asked.append(suites)
        if not failing:
            shop.measured("api", "api/pay.py", missed, name="api.again.json")
        return failing

    monkeypatch.setattr(again, "run_again", run_again)
    monkeypatch.chdir(shop.root)
    for name in ("BASELINE_FILE", "COVERAGE_THRESHOLD", "GITHUB_BASE_REF", "GITHUB_REF_NAME"):
        monkeypatch.delenv(name, raising=False)

    done = CliRunner().invoke(command, ["--no-files", *words])

    assert (done.exit_code, told in done.stdout) == (code, True), done.output
    assert asked == ([("api",)] if words else [])


def test_nothing_is_measured_once_more_for_a_change_that_fails_anyway(shop: Shop) -> None:
    fall_within_the_noise(shop)
    shop.measured("ui", "ui/page.ts", [1, 2, 3])
    config = load(shop.root, environ={"HOME": str(shop.root)})

    def run(suites: tuple[str, ...]) -> None:
        raise AssertionError(suites)

    assert not judge(config, ["api", "ui"], say=print, remeasure=run, environ={}).good


def test_the_baseline_is_written_only_where_it_changed(shop: Shop) -> None:
    before = (shop.root / NAME).stat().st_mtime_ns

    assert "says the same" in shop.update()
    assert (shop.root / NAME).stat().st_mtime_ns == before


def test_a_failed_gate_writes_no_baseline_without_a_reason(shop: Shop) -> None:
    shop.measured("api", "api/pay.py", [9, 10])
    with pytest.raises(NotPassed, match="the gate failed"):
        shop.update()

    assert "--trailer 'Coverage-Reset: it had to be'" in shop.update(reason="it had to be")


def test_a_part_is_no_baseline(shop: Shop) -> None:
    (shop.root / FOLDER / "ui.json").unlink()
    with pytest.raises(NotPassed, match="not everything was measured"):
        shop.update()


def test_whichever_push_ends_last_the_baseline_is_that_of_the_last_commit(
    shop: Shop, tmp_path: Path
) -> None:
    """Two commits of main are measured at once, and the older one's run ends last."""
    shop.git("switch", "-q", "main")
    older = Shop(tmp_path / "older")
    shop.git("clone", "-q", str(shop.root), str(older.root))
    older.measured("api", "api/pay.py", [9, 10])
    older.measured("ui", "ui/page.ts", [])
    shop.write("api/pay.py", [f"line {number}" for number in range(1, 12)])
    shop.measured("api", "api/pay.py", [10])
    shop.commit("Push once more")
    shop.update()
    shop.commit("Measure")
    newest = (shop.root / NAME).read_text()

    older.git("fetch", "-q", "origin", "main")
    told = older.update(reason="whatever it says")

    assert "origin/main is ahead of this commit" in told
    assert older.git("show", f"origin/main:{NAME}") == newest.strip()


@pytest.mark.parametrize(
    ("word", "suite"),
    [("ui=odd.json", "ui"), ("api.7.json", "api"), ("odd.json", "api"), ("ui.json", "ui")],
)
def test_a_named_report_finds_its_suite(shop: Shop, word: str, suite: str) -> None:
    shop.measured("api", "api/pay.py", [], name=word.rpartition("=")[2])
    config = load(shop.root, environ={"HOME": str(shop.root)})
    found: Mapping[str, object] = read_named(config, [word], shop.root / FOLDER, Findings())

    assert list(found) == [suite]


def test_a_report_of_no_suite_is_refused(shop: Shop) -> None:
    shop.write("elsewhere/a.py", ["line"])
    shop.measured("api", "elsewhere/a.py", [], name="odd.json")
    config = load(shop.root, environ={"HOME": str(shop.root)})

    with pytest.raises(RequestError, match="no suite"):
        read_named(config, ["odd.json"], shop.root / FOLDER, Findings())


def test_the_verb_answers_machines_with_one_value(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BASELINE_FILE", "COVERAGE_THRESHOLD", "GITHUB_BASE_REF", "GITHUB_REF_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    monkeypatch.chdir(shop.root)
    shop.measured("api", "api/pay.py", [9, 10])

    done = CliRunner().invoke(command, ["--json"])
    told = json.loads(done.stdout)

    assert done.exit_code == 1
    assert told["good"] is False
    backend = next(one for one in told["components"] if one["component"] == "backend")
    assert (backend["percent"], backend["baseline"]) == (80.0, 90.0)
    assert backend["losses"] == [{"path": "api/pay.py", "lost": [9], "fresh": [], "branches": []}]
    assert told["files"]["api/pay.py"] == {"covered": 8, "total": 10}
    assert (shop.root / told["written"][0]).is_file()


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ("min = 90", "has no key 'min'"),
        ("backend = {}", "has no `suites`"),
        ("backend = { suites = ['nobody'] }", "there are: api"),
        ("backend = { suites = ['api'], min = 101 }", "must be a number from 0 to 100"),
        ("floors = { 'a/**' = 'x' }", "must be a number from 0 to 100"),
        ("base = '--upload-pack=x'", "is no branch"),
        ("baseline = '../x.json'", "is a file of the repository"),
        ("diff = true", "must be a number from 0 to 100"),
    ],
)
def test_what_is_wrong_in_the_configuration_is_said(tmp_path: Path, rules: str, told: str) -> None:
    (tmp_path / "sixfold.toml").write_text(f"[coverage]\n{rules}\n[suites.api]\n")

    with pytest.raises(RequestError, match=re.escape(told)) as fault:
        load(tmp_path, environ={"HOME": str(tmp_path)})
    assert str(fault.value).startswith("sixfold.toml:2")
