"""The script that the document names: its messages, its exit codes, its two variables."""

from __future__ import annotations

import json
import subprocess
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[1] / "calculate_unified_coverage.py"
TOML = """
[project]
name = "shop"

[coverage]
backend = { suites = ["backend"] }
frontend = { suites = ["frontend"] }
scripts = { suites = ["scripts"] }

[suites.backend]
[suites.frontend]
[suites.scripts]
"""
COMPONENTS = ("backend", "frontend", "scripts")
PASSED = "✅ No regression: all coverage at or above baseline"


def script() -> ModuleType:
    """The script as a module: it is a file beside these tests, not a package of anything."""
    spec = spec_from_file_location(SCRIPT.stem, SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Checkout:
    """A repository with a baseline on main, in a change that was measured."""

    def __init__(self, root: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self.capture = capture
        self.git("init", "-q", "-b", "main")
        self.measured()
        (root / "sixfold.toml").write_text(TOML)
        (root / ".gitignore").write_text("reports/\n")

    def git(self, *words: str) -> None:
        plain = ("-c", "user.name=Ann", "-c", "user.email=ann@example.test")
        subprocess.run(["git", *plain, *words], cwd=self.root, check=True)

    def measured(self, **covered: int) -> None:
        """Of each component's hundred lines so many were run; ninety where nothing else is said."""
        folder = self.root / "reports" / "coverage"
        folder.mkdir(parents=True, exist_ok=True)
        for name in COMPONENTS:
            (self.root / f"{name}.py").write_text("line\n" * 100)
            count = covered.get(name, 90)
            lines = list(range(1, 101))
            file = {"executed_lines": lines[:count], "missing_lines": lines[count:]}
            report = {"meta": {"branch_coverage": True}, "files": {f"{name}.py": file}}
            (folder / f"{name}.json").write_text(json.dumps(report))

    def baseline(self, name: str = "unified-coverage.json", **percentages: float) -> None:
        """Commit one to main, and begin a change."""
        told = {**dict.fromkeys((*COMPONENTS, "unified"), 90.0), **percentages}
        (self.root / name).write_text(json.dumps(told))
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "Measure")
        self.git("switch", "-q", "-c", "change")
        self.git("commit", "-q", "--allow-empty", "-m", "Change")

    def run(self, *arguments: str) -> tuple[int, list[str]]:
        """The script's exit code and its lines."""
        code = script().main(arguments)
        return code, self.capture.readouterr().out.splitlines()


@pytest.fixture
def checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Checkout:
    for name in ("BASELINE_FILE", "COVERAGE_THRESHOLD", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("GITHUB_BASE_REF", "GITHUB_EVENT_NAME", "GITHUB_EVENT_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return Checkout(tmp_path, capsys)


class TestBaselineComparison:
    """What the document promises of the comparison."""

    def test_equal_coverage_passes(self, checkout: Checkout) -> None:
        checkout.baseline()

        code, lines = checkout.run()

        assert code == 0
        assert lines[-1] == PASSED

    def test_higher_coverage_passes(self, checkout: Checkout) -> None:
        checkout.baseline()
        checkout.measured(backend=95)

        assert checkout.run()[0] == 0

    def test_a_drop_fails_with_a_clear_message(self, checkout: Checkout) -> None:
        checkout.baseline()
        checkout.measured(backend=80, frontend=80, scripts=80)

        code, lines = checkout.run()

        assert code == 1
        assert "❌ Unified coverage 80.00% is below baseline 90.00%" in lines
        for name in COMPONENTS:
            assert f"❌ {name} coverage 80.00% is below baseline 90.00%" in lines
        assert PASSED not in lines

    @pytest.mark.parametrize("component", COMPONENTS)
    def test_a_drop_of_one_component_fails_though_unified_rose(
        self, checkout: Checkout, component: str
    ) -> None:
        checkout.baseline()
        others = {name: 100 for name in COMPONENTS if name != component}
        checkout.measured(**{component: 89}, **others)

        code, lines = checkout.run()

        assert code == 1
        assert f"❌ {component} coverage 89.00% is below baseline 90.00%" in lines
        assert not any(line.startswith("❌ Unified") for line in lines)

    def test_there_is_no_tolerance(self, checkout: Checkout) -> None:
        checkout.baseline(backend=90.01)

        code, lines = checkout.run()

        assert code == 1
        assert "❌ backend coverage 90.00% is below baseline 90.01%" in lines

    def test_more_than_two_digits_do_not_count(self, checkout: Checkout) -> None:
        checkout.baseline(backend=90.004)

        assert checkout.run()[0] == 0

    def test_the_baseline_file_is_configurable(
        self, checkout: Checkout, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        checkout.baseline("other.json", backend=95.0)
        assert checkout.run()[0] == 0

        monkeypatch.setenv("BASELINE_FILE", "other.json")
        code, lines = checkout.run()

        assert code == 1
        assert "❌ backend coverage 90.00% is below baseline 95.00%" in lines

    def test_without_a_baseline_the_threshold_applies(
        self, checkout: Checkout, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        checkout.baseline("other.json")
        code, lines = checkout.run()
        assert code == 0
        assert any("NO BASELINE" in line and "none is set" in line for line in lines)

        monkeypatch.setenv("COVERAGE_THRESHOLD", "96")
        code, lines = checkout.run()

        assert code == 1
        assert any("NO BASELINE" in line and "COVERAGE_THRESHOLD" in line for line in lines)
        assert (
            "❌ Unified coverage 90.00% is below the minimum 96.00% (COVERAGE_THRESHOLD)" in lines
        )


def test_without_reports_it_says_what_to_run(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    checkout.baseline()
    for file in (checkout.root / "reports" / "coverage").iterdir():
        file.unlink()

    assert script().main([]) == 1
    assert "sixfold test" in capsys.readouterr().err
