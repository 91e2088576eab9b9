"""What a workflow grants, runs twice, lets fail or takes from others is held against the graph."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from sixfold.config.yaml_file import parse_yaml
from sixfold.core.drift.checks import drifts
from sixfold.core.drift.model import Drift, DriftRules, Sources
from sixfold.core.located import Findings, Node
from sixfold.core.plan import Job, Pipeline

COMMIT = "0123456789abcdef0123456789abcdef01234567"
WORKFLOW = f"""\
permissions:
  contents: read
concurrency:
  group: ci-${{{{ github.ref }}}}
  cancel-in-progress: ${{{{ github.event_name == 'pull_request' }}}}
jobs:
  tests:
    steps:
      - uses: actions/checkout@{COMMIT} # v6
      - uses: $/.github/actions/setup
      - run: sixfold test
      - id: show
        continue-on-error: true
        uses: shows/coverage@{COMMIT}
      - run: sixfold warn
  keep:
    needs: [tests]
    permissions:
      contents: write
    concurrency:
      group: keep
      cancel-in-progress: false
    steps:
      - run: sixfold keep
on:
  push: {{branches: [main]}}
  pull_request:
"""
ACTION = f"runs:\n  steps:\n    - uses: actions/cache@{COMMIT}\n    - run: ./moonw --setup\n"
PIPELINE = Pipeline(
    jobs=(
        Job("tests", ("sixfold test",)),
        Job(
            "keep",
            ("sixfold keep",),
            ("tests",),
            alone=True,
            permissions=MappingProxyType({"contents": "write"}),
        ),
    ),
    workflow=".github/workflows/ci.yml",
    forge_steps=("sixfold warn",),
    events=("push", "pull_request"),
    may_fail=("shows/coverage",),
)
SETUP = ".github/actions/setup/action.yml"


def found(workflow: str = WORKFLOW, action: str = ACTION) -> list[Drift]:
    files = {PIPELINE.workflow: workflow, SETUP: action}

    def document(path: str) -> Node:
        return parse_yaml(files.get(path, ""), path, Findings())

    return drifts(Sources(tuple(files), files.get, document, DriftRules(), PIPELINE))


def test_a_workflow_that_keeps_to_the_graph_has_no_drift() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("old", "new", "line", "told", "fix"),
    [
        ("  contents: read\n", "  contents: write\n", 2, "more than the read", "contents: read"),
        ("  contents: read\n", "  contents: none\n", 2, "less than the read", "contents: read"),
        (
            "  contents: read\n",
            "  contents: read\n  packages: write\n",
            3,
            "packages: write, more than the none",
            "packages: none",
        ),
        ("permissions:\n  contents: read\n", "permissions: write-all\n", 1, "write-all", "read"),
        ("permissions:\n  contents: read\n", "", 5, "may do in tests: perhaps", "contents: read"),
        ("      contents: write\n", "      id-token: write\n", 19, "id-token: write, more", "none"),
        ("    permissions:\n      contents: write\n", "", 16, "less than the write", "write"),
        ("  tests:\n", "  tests:\n    permissions: write-all\n", 8, "tests has write-all", "read"),
        (
            "    concurrency:\n      group: keep\n      cancel-in-progress: false\n",
            "",
            16,
            "two runs of keep could run at once",
            "{group: keep, cancel-in-progress: false}",
        ),
        ("group: keep", "group: keep-${{ github.sha }}", 21, "their groups may differ", "{group:"),
        ("progress: false", "progress: true", 22, "would cancel it half-way", "progress: false"),
        (
            "cancel-in-progress: ${{ github.event_name == 'pull_request' }}",
            "cancel-in-progress: true",
            5,
            "would cancel it half-way",
            "progress: false",
        ),
        ("        continue-on-error: true\n", "", 13, "by sixfold.toml it only warns", "true"),
        ("on-error: true\n", "on-error: false\n", 13, "it only warns", "continue-on-error: true"),
        ("      - id: show\n  ", "      - name: show\n  ", 14, "has no id", "id:"),
        (
            "      - uses: $/.github/actions/setup\n",
            "      - uses: $/.github/actions/setup\n        continue-on-error: true\n",
            11,
            "may fail here without being told",
            "[ci] may_fail",
        ),
        (
            f"shows/coverage@{COMMIT}",
            f"other/one@{COMMIT}",
            1,
            "no step uses shows/coverage",
            "add",
        ),
        ("      - run: sixfold warn\n", "", 6, "no job has the step 'sixfold warn'", "add: run:"),
        (
            f"checkout@{COMMIT} # v6",
            "checkout@v6",
            9,
            "v6 can move",
            "@<the commit, 40 digits> # v6",
        ),
        (f"checkout@{COMMIT}", f"checkout@{COMMIT[:39]}", 9, "is not pinned by commit", "uses:"),
        (f"checkout@{COMMIT}", "checkout", 9, "no version can move", "uses:"),
        ("$/.github/actions/setup", "docker://alpine:3", 10, "is not pinned", "uses:"),
        ("  pull_request:\n", "", 25, "does not run for pull_request", "add pull_request"),
        ("  pull_request:\n", "  pull_request: {paths: [x]}\n", 27, "leaves commits of", "drop"),
        (
            "      - run: sixfold test\n",
            "      - run: sixfold test\n        shell: 'true {0}'\n",
            12,
            "whose shell is 'true {0}'",
            "drop shell",
        ),
        (
            "  tests:\n",
            "  tests:\n    defaults: {run: {shell: cat}}\n",
            8,
            "decide here how steps run",
            "drop it",
        ),
        ("    needs: [tests]\n", "", 16, "keep needs nothing here", "needs: [tests]"),
    ],
)
def test_each_fault_of_a_workflow_is_told_at_its_line(
    old: str, new: str, line: int, told: str, fix: str
) -> None:
    assert WORKFLOW.count(old) == 1
    drifted = found(WORKFLOW.replace(old, new))

    assert any(
        (one.path, one.line) == (PIPELINE.workflow, line) and told in one.message and fix in one.fix
        for one in drifted
    ), drifted


def test_an_action_of_our_own_pins_what_it_uses_too() -> None:
    (one,) = found(action=ACTION.replace(COMMIT, "v5"))

    assert (one.path, one.line, one.rule) == (SETUP, 3, "action")


@pytest.mark.parametrize(
    "used", [f"docker://alpine@sha256:{'0' * 64}", "./.github/actions/setup", f"a/b/c@{COMMIT}"]
)
def test_what_cannot_move_may_be_used(used: str) -> None:
    assert found(WORKFLOW.replace("$/.github/actions/setup", used)) == []
