"""The suites of one run, one after another: started, measured, reported."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sixfold.commands import durations
from sixfold.commands.report import SuiteReport, TestReport
from sixfold.commands.test_plan import TestPlan, TestRequest
from sixfold.commands.test_shard import PARTS, tell_shard, vitest_shard
from sixfold.commands.test_suite import (
    Place,
    Start,
    report_of,
    run_suite,
    start_pytest,
    start_vitest,
)
from sixfold.config import Suite
from sixfold.core.selection import Share

if TYPE_CHECKING:
    from sixfold.commands.affected import Recorder
    from sixfold.commands.measure import Measure
    from sixfold.core.affected import Selection

# What measures coverage is imported by runs that do: a fast one starts as quickly as it can.


class Session:
    """What is known while a run's suites run. `measured` are the suites that left a report."""

    def __init__(self, place: Place, request: TestRequest, plan: TestPlan) -> None:
        self.place = place
        self.request = request
        self.plan = plan
        self.measured: list[str] = []
        self.notes: list[str] = []
        self.selections: Mapping[str, Selection] = {}
        self._durations: durations.Durations | None = None

    def forget_old_reports(self) -> None:
        """Remove what earlier runs left of coverage that this one is to measure."""
        if self.request.mode.measured:
            from sixfold.commands.measure import remove_old, reports

            folder = reports(self.place.config, self.plan.within)
            for share in self.plan.shares:
                remove_old(folder, share.suite.name, self.request.mode.shard)

    def run(self, begun: float) -> TestReport:
        """Run the suites; with --fast the first that fails ends the run."""
        done: list[SuiteReport] = []
        for share in self.plan.shares:
            done.append(self.run_one(share))
            if self.request.mode.fast and not done[-1].good:
                break
        left_out, ran = self._without_a_match(done)
        return TestReport(
            suites=tuple(ran),
            left_out=(*self.plan.left_out, *left_out),
            namespace=self.place.config.namespace.slug,
            seconds=time.monotonic() - begun,
            notes=(*self.notes, *self._slowest(ran)),
        )

    def run_one(self, share: Share[Suite], again: str = "") -> SuiteReport:
        """Run one suite, with coverage if it is to be measured; `again` tells two runs apart."""
        suite = share.suite
        shard = self.request.mode.shard
        if shard is not None and suite.kind != "pytest":
            known = self._known_durations().get(suite.name, {})
            share = vitest_shard(self.place.config, share, shard, known)
            if not share.paths:
                return SuiteReport(suite.name, excuse=f"shard {shard} holds none of its files")
        measuring = self._measure(suite, again) if self.request.mode.measured else None
        recorder = self._record(suite, again)
        report = run_suite(self.place, suite, self._start(share, measuring, recorder))
        report = self._counted(share, report)
        if recorder is not None:
            report = self._keep(share, recorder, report)
        if measuring is not None and report.good and not report.empty:
            self._write(suite, measuring)
        return report

    def _measure(self, suite: Suite, again: str) -> Measure | None:
        from sixfold.commands.measure import measure

        only = self.plan.changed.files if self.plan.changed is not None else None
        folder = self.place.run.folder / f"{suite.name}{again}.coverage"
        return measure(self.place.config, suite, folder, only)

    def _record(self, suite: Suite, again: str) -> Recorder | None:
        if not self.request.mode.recorded:
            return None
        from sixfold.commands.test_affected import is_recorded, record

        if is_recorded():
            return None
        folder = self.place.run.folder / f"recorded{again}"
        folder.mkdir(mode=0o700, exist_ok=True)
        return record(self.place.config, suite, folder)

    def _keep(self, share: Share[Suite], recorder: Recorder, report: SuiteReport) -> SuiteReport:
        from sixfold.commands.test_affected import keep_recorded

        mode, chosen = self.request.mode, self.selections.get(share.suite.name)
        whole = not self.plan.selected and mode.shard is None and not mode.e2e
        complete = whole and (chosen is None or chosen.everything)
        keep_recorded(self.place.config, share, recorder, report, complete=complete)
        if chosen is None:
            return report
        return replace(report, of=max(chosen.total, report.of or 0), selection=chosen.as_json())

    def _start(
        self, share: Share[Suite], measuring: Measure | None, recorder: Recorder | None
    ) -> Start:
        mode, suite, run = self.request.mode, share.suite, self.place.run
        words = measuring.words if measuring is not None else ()
        variables = dict(measuring.variables) if measuring is not None else {}
        if recorder is not None:
            words, variables = (*recorder.words, *words), {**variables, **recorder.variables}
        if suite.kind != "pytest":
            start = start_vitest(
                share, first_failure=mode.fast, report=report_of(run, suite), words=words
            )
        else:
            if mode.shard is not None:
                known = self._known_durations().get(suite.name, {})
                tell_shard(run.folder, suite.name, mode.shard, known)
            if mode.shard is not None or mode.e2e or self.plan.selected:
                words = (*words, *PARTS)
            start = start_pytest(
                self.place.config,
                share,
                first_failure=mode.fast,
                asked=self.request.workers,
                words=words,
            )
        return replace(start, variables=variables)

    def _counted(self, share: Share[Suite], report: SuiteReport) -> SuiteReport:
        """The report with how many tests there are, where only some of them were to run.

        Of paths only what is below them is collected: there, what was recorded before says how
        many there are at least.
        """
        told, shard = self._parts(share.suite), self.request.mode.shard
        if not told:
            return report
        narrowed = bool(self.plan.selected or share.paths)
        known = len(self._known_durations().get(share.suite.name, ())) if narrowed else 0
        excuse = f"shard {shard} holds none of its tests" if shard and told["of"] else ""
        return replace(report, of=max(told["ran"] + told["left_out"], known), excuse=excuse)

    def _parts(self, suite: Suite) -> Mapping[str, Any]:
        file = self.place.run.folder / f"{suite.name}.parts.json"
        told: dict[str, Any] = json.loads(file.read_text()) if file.is_file() else {}
        return told

    def _write(self, suite: Suite, measuring: Measure) -> None:
        """Leave the suite's report of coverage, with what says which tests it is of."""
        from sixfold.commands.measure import place_of, reports

        shard = self.request.mode.shard
        meta = {"suite": suite.name, **self._parts(suite)}
        if shard is not None:
            meta["shard"] = str(shard)
        folder = reports(self.place.config, self.plan.within)
        notes = measuring.write(folder, place_of(suite.name, shard), meta)
        self.notes += [f"{suite.name}: {note}" for note in notes]
        if suite.name not in self.measured:
            self.measured.append(suite.name)

    def _known_durations(self) -> durations.Durations:
        if self._durations is None:
            say = self.place.say if self.request.mode.shard is not None else None
            self._durations = durations.read(self.place.config, say)
        return self._durations

    def _without_a_match(self, done: list[SuiteReport]) -> tuple[list[str], list[SuiteReport]]:
        """Suites in which a selection met nothing are left out, unless that is all of them."""
        lines = [
            f"{suite.name}: {suite.of - suite.executed - suite.skipped} of {suite.of} tests"
            for suite in done
            if suite.of is not None and suite.of > suite.executed + suite.skipped
        ]
        met = [suite for suite in done if not (suite.empty and self.plan.selected)]
        return lines, met or done

    def _slowest(self, ran: list[SuiteReport]) -> list[str]:
        found = durations.slowest(
            ((suite.name, suite.durations) for suite in ran), self.request.slowest
        )
        return [f"SLOW {suite}: {seconds:.2f} s {name}" for suite, name, seconds in found]
