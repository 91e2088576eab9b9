"""An image that runs as root, or says nothing of its health, is told at its line."""

from __future__ import annotations

import pytest
from sixfold.core.drift.checks import drifts
from sixfold.core.drift.model import DriftRules, Sources
from sixfold.core.located import Node

GOOD = """\
FROM node AS build
USER root
RUN npm ci
FROM --platform=linux/amd64 python:3.12 AS base
HEALTHCHECK --interval=10s \\
    CMD ["true"]
USER 10001:10001
FROM base
COPY --from=build /out /out
"""


def found(text: str, path: str = "api/Dockerfile") -> list[tuple[int, str, str]]:
    sources = Sources((path,), {path: text}.get, lambda place: Node(None, place), DriftRules())
    return [(one.line, one.rule, one.message) for one in drifts(sources)]


def test_a_stage_keeps_what_the_stage_has_that_it_is_made_from() -> None:
    assert found(GOOD) == []
    assert found("# nothing yet\n") == []


@pytest.mark.parametrize(
    ("old", "new", "line", "rule", "told"),
    [
        ("USER 10001:10001\n", "", 7, "image-root", "has no USER"),
        ("FROM base\n", "FROM build\n", 8, "image-health", "has no HEALTHCHECK"),
        ("FROM base\n", "FROM build\n", 2, "image-root", "its last USER is root"),
        ("FROM base\n", "FROM base\nUSER 0:0\n", 9, "image-root", "its last USER is 0:0"),
        ("FROM base\n", "FROM base\nuser root:app\n", 9, "image-root", "USER is root:app"),
        ("FROM base\n", "FROM base\nUSER ${WHO}\n", 9, "image-root", "told by no file"),
        ("FROM base\n", "FROM base\nHEALTHCHECK NONE\n", 9, "image-health", "no HEALTHCHECK"),
        ("FROM base\n", "FROM scratch\nUSER app\n", 8, "image-health", "no HEALTHCHECK"),
        ("FROM base\n", "FROM scratch\n# USER app\n", 8, "image-root", "has no USER"),
    ],
)
def test_each_fault_of_an_image_is_told_at_its_line(
    old: str, new: str, line: int, rule: str, told: str
) -> None:
    assert any(
        (at, kind) == (line, rule) and told in message
        for at, kind, message in found(GOOD.replace(old, new))
    ), found(GOOD.replace(old, new))


@pytest.mark.parametrize("path", ["Dockerfile", "tools/Dockerfile.dev", "deep/in/api.Dockerfile"])
def test_every_dockerfile_of_the_tree_is_looked_at(path: str) -> None:
    assert {rule for _, rule, _ in found("FROM python\n", path)} == {"image-root", "image-health"}
