"""The suites of one run, one after another: started, measured, reported."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sixfold.commands.testing import counts, durations
from sixfold.commands.testing.plan import TestPlan, TestRequest
from sixfold.commands.testing.report import SuiteReport, TestReport
from sixfold.commands.testing.shard import PARTS, tell_shard, vitest_shard
from sixfold.commands.testing.suite import (
    Place,
    Start,
    report_of,
    run_suite,
    start_pytest,
    start_vitest,
)
from sixfold.config import Suite
from sixfold.core.modes import Part
from sixfold.core.selection import Share

if TYPE_CHECKING:
    from sixfold.commands.selecting.record import Recorder
    from sixfold.commands.testing.measure import Measure
    from sixfold.core.affected.selection import Selection

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
            from sixfold.commands.testing.measure import remove_old, reports

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
        return TestReport(
            suites=counts.met(done, self.plan.selected),
            left_out=(*self.plan.left_out, *counts.left_out(done)),
            namespace=self.place.config.namespace.slug,
            seconds=time.monotonic() - begun,
            notes=(*self.notes, *counts.slowest(done, self.request.slowest)),
        )

    def run_one(self, share: Share[Suite], again: str = "") -> SuiteReport:
        """Run one suite, with coverage if it is to be measured; `again` tells two runs apart."""
        suite, shard = share.suite, self.request.mode.shard
        if shard is not None:
            share = self._of_shard(share, shard)
            if suite.kind != "pytest" and not share.paths:
                return SuiteReport(suite.name, excuse=f"shard {shard} holds none of its files")
        measuring = self._measure(suite, again) if self.request.mode.measured else None
        recorder = self._record(suite, again)
        report = run_suite(self.place, suite, self._start(share, measuring, recorder))
        told = counts.collected(self.place.run.folder, suite.name)
        narrowed = bool(self.plan.selected or share.paths)
        known = len(self._known_durations(suite)) if narrowed else 0
        report = counts.counted(report, told, known=known, shard=shard)
        if recorder is not None:
            report = self._keep(share, recorder, report)
        if measuring is not None and report.good and not report.empty:
            self._write(suite, measuring, told, again)
        return report

    def _of_shard(self, share: Share[Suite], shard: Part) -> Share[Suite]:
        """What is a shard's of a suite: told to pytest by a file, to vitest by paths."""
        known = self._known_durations(share.suite)
        if share.suite.kind == "pytest":
            tell_shard(self.place.run.folder, share.suite.name, shard, known)
            return share
        share, left_out = vitest_shard(self.place.config, share, shard, known)
        self.notes.append(f"left out: {share.suite.name}: {left_out}")
        return share

    def _measure(self, suite: Suite, again: str) -> Measure | None:
        from sixfold.commands.testing.measure import measure

        only = self.plan.changed.files if self.plan.changed is not None else None
        folder = self.place.run.folder / f"{suite.name}{again}.coverage"
        return measure(self.place.config, suite, folder, only)

    def _record(self, suite: Suite, again: str) -> Recorder | None:
        if not self.request.mode.recorded:
            return None
        from sixfold.commands.testing.affected import is_recorded, record

        if is_recorded():
            return None
        folder = self.place.run.folder / f"recorded{again}"
        folder.mkdir(mode=0o700, exist_ok=True)
        return record(self.place.config, suite, folder)

    def _keep(self, share: Share[Suite], recorder: Recorder, report: SuiteReport) -> SuiteReport:
        from sixfold.commands.testing.affected import keep_recorded

        mode, chosen = self.request.mode, self.selections.get(share.suite.name)
        whole = not self.plan.selected and mode.shard is None and not mode.e2e
        complete = whole and (chosen is None or chosen.everything)
        keep_recorded(self.place.config, share, recorder, report, complete=complete)
        if chosen is None:
            return report
        return replace(
            report, of=max(chosen.total, report.of or 0) or None, selection=chosen.as_json()
        )

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
                self.place.config,
                share,
                first_failure=mode.fast,
                asked=self.request.workers,
                report=report_of(run, suite),
                words=words,
            )
        else:
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

    def _write(self, suite: Suite, measuring: Measure, told: Mapping[str, Any], again: str) -> None:
        """Leave the suite's report of coverage, with what says which tests it is of."""
        from sixfold.commands.testing.measure import place_of, reports

        shard = self.request.mode.shard
        meta = {"suite": suite.name, **told} | ({"shard": str(shard)} if shard else {})
        folder = reports(self.place.config, self.plan.within)
        notes = measuring.write(folder, place_of(suite.name, shard) + again, meta)
        self.notes += [f"{suite.name}: {note}" for note in notes]
        if suite.name not in self.measured:
            self.measured.append(suite.name)

    def _known_durations(self, suite: Suite) -> Mapping[str, float]:
        if self._durations is None:
            say = self.place.say if self.request.mode.shard is not None else None
            self._durations = durations.read(self.place.config, say)
        return self._durations.get(suite.name, {})
