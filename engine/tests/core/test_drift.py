"""A change in one of two files that state the same is told with its place and its fix."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from sixfold.config.yaml_file import parse_yaml
from sixfold.core.build import BuildTarget
from sixfold.core.drift.checks import drifts
from sixfold.core.drift.model import Drift, DriftRules, Sources, Verb
from sixfold.core.located import Findings, Node
from sixfold.core.plan import Job, Pipeline

WORKFLOW = """\
permissions: {contents: read}
jobs:
  lint:
    steps:
      - uses: $/.github/actions/setup
      - run: ./door sixfold lint
  tests:
    needs: [lint]
    strategy:
      matrix:
        shard: [1, 2]
    steps:
      - run: ./door sixfold test --shard ${{ matrix.shard }}/2
      - run: ./door sixfold warn
  finish:
    needs: [lint, tests]
    if: ${{ always() }}
    steps:
      - run: ./door sixfold verdict
"""
PIPELINE = Pipeline(
    jobs=(
        Job("lint", ("sixfold lint",)),
        Job("tests", ("sixfold test --shard {shard}/{shards}",), ("lint",), shards=2),
        Job("finish", ("sixfold verdict",), ("tests", "lint"), always=True),
    ),
    workflow="ci.yml",
    door="./door",
    forge_steps=("sixfold warn",),
)
VERBS = {
    "lint": Verb(frozenset({"--fix", "--help"})),
    "test": Verb(),
    "env": Verb(frozenset({"--help"}), {"check": Verb(frozenset({"--json"}))}),
}
RULES = DriftRules(
    docs=("*.md", "docs/**/*.md"),
    code=("*.py",),
    versions={"python": {".python-version": r"(\d+)\.(\d+)", "a.toml": r"py(\d)(\d+)"}},
)
GOOD = {"ci.yml": WORKFLOW, ".python-version": "3.12\n", "a.toml": "x\ntarget = py312\n"}


def found(
    changed: Mapping[str, str | None] = {}, rules: DriftRules = RULES
) -> list[Drift]:  # never changed
    files = {path: text for path, text in (GOOD | dict(changed or {})).items() if text is not None}

    def document(path: str) -> Node:
        return parse_yaml(files.get(path, ""), path, Findings())

    sources = Sources(
        listed=tuple(files),
        text=files.get,
        document=document,
        rules=RULES,
        pipeline=PIPELINE,
        verbs=VERBS,
        tasks=frozenset({":lint", "web:test", ":test"}),
    )
    return drifts(sources)


def test_files_that_agree_have_no_drift() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("old", "new", "line", "told", "fix"),
    [
        ("needs: [lint]\n", "needs: [other]\n", 8, "tests needs other here and lint", "[lint]"),
        ("    needs: [lint]\n", "", 7, "tests needs nothing here", "[lint]"),
        ("shard: [1, 2]", "shard: [1, 2, 3]", 11, "3 shards here and 2", "[1, 2]"),
        ("    if: ${{ always() }}\n", "", 15, "finish always runs", "always()"),
        ("always() }}", "always() && false }}", 17, "finish always runs", "always()"),
        (
            "    needs: [lint]\n",
            "    needs: [lint]\n    if: always()\n",
            9,
            "tests waits for its needs",
            "drop always()",
        ),
        (
            "run: ./door sixfold lint",
            "run: ruff check",
            6,
            "'ruff check', which is no step",
            "drop",
        ),
        ("run: ./door sixfold lint", "run: ruff check", 4, "lacks the step", "./door sixfold lint"),
        ("/2\n", "/3\n", 13, "which is no step", "add it"),
        (
            "      - run: ./door sixfold lint\n",
            "      - if: false\n        run: ./door sixfold lint\n",
            6,
            "'if' lets pass",
            "drop if",
        ),
        (
            "      - run: ./door sixfold lint\n",
            "      - continue-on-error: true\n        run: ./door sixfold lint\n",
            6,
            "'continue-on-error' lets pass",
            "drop continue",
        ),
        ("  lint:\n", "  lint:\n    continue-on-error: true\n", 4, "lint may fail here", "drop it"),
        ("  lint:\n", "  style:\n", 2, "the job 'lint' of sixfold.toml is missing", "add it"),
        ("  lint:\n", "  style:\n", 3, "the job 'style' is in no pipeline", "[ci.jobs.style]"),
    ],
)
def test_a_workflow_that_parts_from_the_pipeline_is_told_at_its_line(
    old: str, new: str, line: int, told: str, fix: str
) -> None:
    drifted = found({"ci.yml": WORKFLOW.replace(old, new)})

    assert any(
        one.path == "ci.yml" and one.line == line and told in one.message and fix in one.fix
        for one in drifted
    ), drifted


COMPOSE = """\
services:
  web:
    image: ${WEB:-shop-web:local}
    build:
      dockerfile: web/Dockerfile
"""


@pytest.mark.parametrize(
    ("compose", "path", "line", "told"),
    [
        (COMPOSE.replace("shop-web", "shop-ui"), "compose.yml", 3, "builds shop-web:local"),
        (COMPOSE.replace("web/Dockerfile", "Dockerfile"), "web/Dockerfile", 1, "no service does"),
    ],
)
def test_an_image_that_compose_calls_or_builds_otherwise_is_told(
    compose: str, path: str, line: int, told: str
) -> None:
    def images(text: str) -> list[Drift]:
        target = BuildTarget("web", dockerfile="web/Dockerfile", image="shop-web:local")
        return drifts(
            Sources(
                listed=("compose.yml",),
                text={"compose.yml": text}.get,
                document=lambda path: parse_yaml(text, path, Findings()),
                rules=DriftRules(),
                build=(target,),
                compose=("compose.yml",),
            )
        )

    assert images(COMPOSE) == []
    (one,) = images(compose)
    assert (one.path, one.line) == (path, line)
    assert told in one.message


def test_a_part_that_pins_another_version_than_the_whole_is_told() -> None:
    whole = "a==1 \\\n    --hash=sha256:x\nb==2\n"

    assert found({"requirements.txt": whole, "app/requirements.txt": "b==2 ; x\n"}) == []
    (one,) = found({"requirements.txt": whole, "app/requirements.txt": "c==3\nb==3 ; x\n"})
    assert (one.path, one.line, one.rule) == ("app/requirements.txt", 2, "pin")


def test_steps_in_another_order_are_told() -> None:
    pipeline = Pipeline((Job("a", ("one", "two")),), "ci.yml", "")
    jobs = "jobs:\n  a:\n    steps:\n      - run: two\n      - run: one\n"
    text = f"permissions: {{contents: read}}\n{jobs}"
    node = parse_yaml(text, "ci.yml", Findings())
    sources = Sources(("ci.yml",), lambda _: text, lambda _: node, DriftRules(), pipeline)

    assert ["another order" in one.message for one in drifts(sources)] == [True]


def test_a_workflow_that_is_gone_is_one_drift() -> None:
    assert [one.path for one in found({"ci.yml": None})] == ["ci.yml"]


def test_a_version_that_parts_from_the_first_files_is_told_with_it() -> None:
    (one,) = found({"a.toml": "x\n\npy311"})

    assert (one.path, one.line) == ("a.toml", 3)
    assert one.message == "python is 3.11 here and 3.12 in .python-version:1"


@pytest.mark.parametrize("text", [None, "no version"])
def test_a_file_that_states_no_version_any_more_is_told(text: str | None) -> None:
    (one,) = found({"a.toml": text})

    assert (one.path, one.rule) == ("a.toml", "version")


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("Say `sixfold lnt --fix`.", 1, "sixfold has no verb 'lnt', did you mean 'lint'?"),
        ("A `span of\ntwo lines`, then `sixfold lnt`.", 2, "sixfold has no verb 'lnt'"),
        ("A ` alone\n\nSay `sixfold lnt`.", 3, "sixfold has no verb 'lnt'"),
        ("\n\nSay `sixfold lint --fx`.", 3, "sixfold lint has no option --fx"),
        ("`sixfold env chek`", 1, "sixfold env has no verb 'chek'"),
        ("```sh\nls\n./moonw run :tets -- x\n```\n", 3, "moon has no task ':tets'"),
        ("```sh\nbash scripts/gone.sh\n```", 2, "there is no 'scripts/gone.sh'"),
        ("[page](docs/gone.md)", 1, "'docs/gone.md', which is not there"),
    ],
)
def test_a_document_that_names_what_is_not_there_is_told(text: str, line: int, told: str) -> None:
    (one,) = found({"README.md": text})

    assert (one.path, one.line) == ("README.md", line)
    assert told in one.message


def test_what_a_document_may_say() -> None:
    text = """
`sixfold lint --fix`, `sixfold test --any -k "a b"`, `sixfold env check --json | jq .`
The verbs are `sixfold lint | test | env`; sixfold is no command here, nor is `sixfold`.

```sh
./moonw run :lint :test -- --fix   # sixfold does not read comments
moon run web:test
bash scripts/there.sh
```
[a page](docs/page.md#part), [the web](https://example.org/gone), [a folder](docs)
"""
    extra = {"README.md": text, "scripts/there.sh": "", "docs/page.md": "[up](../README.md)"}

    assert found(extra) == []


def test_a_hint_in_code_names_a_verb_that_there_is() -> None:
    code = 'raise X(hint="sixfold lint --fix")\nraise X(hint="sixfold lynt")\nsixfold = "sixfold"\n'

    (one,) = found({"a.py": code})

    assert (one.path, one.line) == ("a.py", 2)
