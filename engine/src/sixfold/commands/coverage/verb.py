"""`sixfold coverage`: unite what the suites measured, and hold it against the base's baseline."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sixfold.commands.coverage.base import Base, find_base
from sixfold.commands.coverage.gather import Report, gather, together
from sixfold.commands.coverage.standards import Standards
from sixfold.config import Config
from sixfold.core.coverage.changed_lines import changed_lines
from sixfold.core.coverage.gate import Verdict, judge_component
from sixfold.core.coverage.gate_report import GateReport
from sixfold.core.coverage.model import Coverage, unite
from sixfold.core.coverage.rules import UNIFIED, CoverageRules
from sixfold.core.globs import matching
from sixfold.core.located import Findings

type Remeasure = Callable[[tuple[str, ...]], None]


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of each component whose suites were all measured, and of all together."""

    components: Mapping[str, Coverage]
    unified: Coverage
    left_out: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every component was measured."""
        return bool(self.components) and not self.left_out


@dataclass(frozen=True, slots=True)
class Outcome:
    """The gate's report, with what it was made from."""

    gate: GateReport
    measured: Measured
    base: Base


def judge(
    config: Config,
    suites: Sequence[str],
    *,
    changed: tuple[str, ...] | None = None,
    say: Callable[[str], None],
    remeasure: Remeasure | None = None,
    environ: Mapping[str, str] | None = None,
) -> GateReport:
    """Judge what `suites` left in reports/coverage.

    A component is judged when all of its suites were measured; what could not be judged is said.
    With `changed` (a run that measured these files alone) only their changed lines are judged.
    Where a component fails by so little that it may be noise, `remeasure` is called once with its
    suites; what either run covered is covered. Raises RequestError for a wrong COVERAGE_THRESHOLD.
    """
    findings = Findings()
    reports = gather(config, suites, findings)
    if changed is not None:
        base = find_base(config, findings, environ)
        return _judge_changed(config, reports, base, changed, findings)
    gate = examine(config, reports, findings, environ).gate
    again = doubtful(config.coverage, gate, reports)
    if not again or remeasure is None:
        return gate
    say(f"coverage fell by very little: measuring {', '.join(again)} once more")
    remeasure(again)
    findings = Findings()
    return examine(config, gather(config, suites, findings), findings, environ).gate


def examine(
    config: Config,
    reports: Mapping[str, Sequence[Report]],
    findings: Findings,
    environ: Mapping[str, str] | None = None,
) -> Outcome:
    """Judge reports that were read already; `findings` is what was wrong with them."""
    environ = os.environ if environ is None else environ
    base = find_base(config, findings, environ)
    found = measured(config.coverage, reports)
    gate = _judge(config.coverage, found, Standards(config.coverage, base, environ), findings)
    return Outcome(gate, found, base)


def measured(rules: CoverageRules, reports: Mapping[str, Sequence[Report]]) -> Measured:
    """Components of reports; one whose suites were not all measured is left out."""
    found = {}
    left_out = []
    for component in rules.components:
        missing = [suite for suite in component.suites if not reports.get(suite)]
        if missing:
            left_out.append(f"{component.name} ({', '.join(missing)} not measured)")
        else:
            found[component.name] = together(
                report for suite in component.suites for report in reports[suite]
            )
    return Measured(found, unite(found.values()), tuple(left_out))


def _judge(
    rules: CoverageRules, found: Measured, standards: Standards, findings: Findings
) -> GateReport:
    unified = found.unified
    since = standards.base.since_baseline
    verdicts = [
        judge_component(found.components[part.name], standards.of(part.name, part.minimum), since)
        for part in rules.components
        if part.name in found.components
    ]
    if found.whole:
        verdicts.insert(0, judge_component(unified, standards.of(UNIFIED), since))
    verdicts += _floors(rules, standards, found, unified)
    notes = standards.notes()
    if found.left_out:
        notes.append(f"not judged: {'; '.join((*found.left_out, UNIFIED))}")
    base = standards.base.since_base
    return GateReport(
        verdicts=tuple(verdicts),
        faults=(*map(str, findings.faults), *standards.gone()),
        notes=(*map(str, findings.warnings), *notes),
        changed=changed_lines(unified, base) if base is not None else None,
    )


def _floors(
    rules: CoverageRules, standards: Standards, found: Measured, unified: Coverage
) -> Iterable[Verdict]:
    """The floors whose files were measured; all of them where everything was."""
    for glob, least in rules.floors.items():
        inside = unified.only(matching(unified.files, [glob]))
        if inside.files or found.whole:
            standard = standards.floor(glob, least)
            yield judge_component(inside, standard, standards.base.since_baseline)


def _judge_changed(
    config: Config,
    reports: Mapping[str, Sequence[Report]],
    base: Base,
    changed: tuple[str, ...],
    findings: Findings,
) -> GateReport:
    coverage = together(one for of_suite in reports.values() for one in of_suite)
    since = base.since_base
    return GateReport(
        faults=tuple(map(str, findings.faults)),
        notes=tuple(map(str, findings.warnings)),
        changed=changed_lines(coverage, since, changed) if since is not None else None,
        changed_least=config.coverage.diff,
    )


def doubtful(
    rules: CoverageRules, gate: GateReport, reports: Mapping[str, Sequence[Report]]
) -> tuple[str, ...]:
    """The suites whose measuring once more may turn a failure that is within the noise.

    They are those that measure the files that lost something. None where something else is wrong,
    too, which another measure would not mend.
    """
    bad = [verdict for verdict in gate.verdicts if not verdict.good]
    if gate.faults or not all(verdict.may_be_noise for verdict in bad):
        return ()
    lost = {loss.path for verdict in bad for loss in verdict.losses}
    suites = [
        suite
        for suite, some in reports.items()
        if any(not lost.isdisjoint(one.coverage.files) for one in some)
    ]
    if bad and not suites:
        suites = [suite for part in rules.components for suite in part.suites]
    return tuple(dict.fromkeys(suites))
