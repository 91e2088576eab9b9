"""Compose files mean what Compose means by them, and each fault is named with its line."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pytest
from sixfold.config.yaml_file import parse_yaml
from sixfold.core.compose.extends import extended
from sixfold.core.compose.keys import check_document
from sixfold.core.compose.merge import interpolated
from sixfold.core.compose.model import compose
from sixfold.core.located import Findings, Node
from sixfold.core.service import Role, Service


@dataclass
class Read:
    """What one reading gave."""

    name: str
    services: dict[str, Service]
    faults: list[str]
    warnings: list[str]

    @property
    def only(self) -> Service:
        (service,) = self.services.values()
        return service


def read(
    *texts: str,
    profiles: Collection[str] = (),
    environment: Mapping[str, str] | None = None,
    files: Mapping[str, dict[str, str]] | None = None,
) -> Read:
    findings = Findings()
    lookup = dict(environment or {}).get
    documents = []
    for number, text in enumerate(texts, 1):
        raw = parse_yaml(textwrap.dedent(text).lstrip(), f"{number}.yaml", findings)
        check_document(raw, findings)
        documents.append(extended(interpolated(raw, lookup, findings), lambda _: None, findings))

    def variables(path: Node) -> dict[str, Node] | None:
        found = (files or {}).get(path.text)
        return None if found is None else {k: Node(v, "x.env:1") for k, v in found.items()}

    made = compose(
        documents,
        profiles=profiles,
        lookup=lookup,
        read_variables=variables,
        findings=findings,
    )
    return Read(
        made.name,
        {service.name: service for service in made.services},
        [str(fault) for fault in findings.faults],
        [str(warning) for warning in findings.warnings],
    )


def test_a_service_is_read_whole() -> None:
    seen = read(
        """
        name: shop
        services:
          store:
            image: "postgres:${VERSION:-17}"
            environment: {POSTGRES_USER: shop, DEBUG: true, LIMIT: 10}
            command: postgres -c 'max_connections=50'
            ports: ["127.0.0.1:${PORT:-5433}:5432"]
            profiles: [infra]
        """,
        profiles=["infra"],
    )

    assert seen.faults == []
    assert seen.name == "shop"
    assert seen.only == Service(
        name="store",
        role=Role.POSTGRES,
        image="postgres:17",
        major=17,
        environment={"POSTGRES_USER": "shop", "DEBUG": "true", "LIMIT": "10"},
        command=("postgres", "-c", "max_connections=50"),
        ports=(5432,),
        profiles=("infra",),
        source="1.yaml:4",
    )


@pytest.mark.parametrize(
    ("active", "used"),
    [
        ((), ["always"]),
        (("one",), ["always", "first", "both"]),
        (("two",), ["always", "both"]),
        (("one", "two"), ["always", "first", "both"]),
        (("*",), ["always", "first", "both"]),
        (("on",), ["always"]),
    ],
)
def test_profiles_choose_services(active: tuple[str, ...], used: list[str]) -> None:
    seen = read(
        """
        services:
          always: {image: a}
          first: {image: b, profiles: [one]}
          both: {image: c, profiles: [one, two]}
        """,
        profiles=active,
    )

    assert list(seen.services) == used


def test_variables_come_as_a_mapping_or_a_list_and_may_be_inherited() -> None:
    text = """
        services:
          a: {image: x, environment: {SET: "1", EMPTY: "", HERE: , GONE: }}
          b: {image: x, environment: ["SET=1", "EMPTY=", "HERE", "GONE", "EQUALS=a=b"]}
        """
    seen = read(text, environment={"HERE": "inherited"})

    expected = {"SET": "1", "EMPTY": "", "HERE": "inherited"}
    assert seen.services["a"].environment == expected
    assert seen.services["b"].environment == {**expected, "EQUALS": "a=b"}


def test_a_services_own_variables_win_over_its_files_and_later_files_over_earlier() -> None:
    seen = read(
        """
        services:
          a:
            image: x
            env_file: [one.env, {path: two.env}, {path: none.env, required: false}]
            environment: {THIRD: own}
        """,
        files={
            "one.env": {"FIRST": "1", "SECOND": "1", "THIRD": "1"},
            "two.env": {"SECOND": "2"},
        },
    )

    assert seen.faults == []
    assert seen.only.environment == {"FIRST": "1", "SECOND": "2", "THIRD": "own"}


def test_a_missing_env_file_is_a_fault() -> None:
    seen = read("services: {a: {image: x, env_file: none.env}}")

    assert seen.faults == ["1.yaml:1: the env_file 'none.env' is not there"]


@pytest.mark.parametrize(
    ("written", "ports"),
    [
        ('"5432"', (5432,)),
        ("5432", (5432,)),
        ('"15432:5432"', (5432,)),
        ("22:22", (22,)),
        ('"127.0.0.1:15432:5432"', (5432,)),
        ('"127.0.0.1::5432"', (5432,)),
        ('"[::1]:15432:5432/tcp"', (5432,)),
        ('"9000-9002:9000-9002"', (9000, 9001, 9002)),
        ("{target: 5432, published: 15432, host_ip: 127.0.0.1}", (5432,)),
    ],
)
def test_ports_are_those_of_the_container(written: str, ports: tuple[int, ...]) -> None:
    seen = read(f"services: {{a: {{image: x, ports: [{written}]}}}}")

    assert seen.faults == []
    assert seen.only.ports == ports


def test_a_later_file_changes_an_earlier_one() -> None:
    seen = read(
        """
        services:
          a:
            image: postgres:16
            environment: {KEPT: "1", CHANGED: "1"}
            command: [first, command]
            ports: ["5432:5432"]
          b: {image: redis:7}
        """,
        """
        services:
          a:
            image: postgres:18
            environment: ["CHANGED=2", "ADDED=2"]
            command: [second]
            ports: ["6000:6000"]
          b: {image: }
          c: {image: x}
        """,
    )

    changed = seen.services["a"]
    assert changed.major == 18
    assert changed.environment == {"KEPT": "1", "CHANGED": "2", "ADDED": "2"}
    assert changed.command == ("second",)
    assert changed.ports == (5432, 6000)
    assert seen.services["b"].image == "redis:7"
    assert list(seen.services) == ["a", "b", "c"]


def test_reset_removes_and_override_replaces() -> None:
    seen = read(
        """
        services:
          a:
            image: x
            environment: {OLD: "1"}
            ports: ["1:1"]
          gone: {image: y}
        """,
        """
        services:
          a:
            environment: !override {NEW: "2"}
            ports: !reset []
          gone: !reset null
        """,
    )

    assert seen.only.environment == {"NEW": "2"}
    assert seen.only.ports == ()


def test_anchors_and_merge_keys_are_followed() -> None:
    seen = read(
        """
        x-common: &common
          environment: &variables {SHARED: "1", MINE: common}
          profiles: [infra]
        services:
          a:
            <<: *common
            image: x
          b:
            image: y
            environment:
              <<: *variables
              MINE: own
        """,
        profiles=["infra"],
    )

    assert seen.faults == []
    assert seen.services["a"].environment == {"SHARED": "1", "MINE": "common"}
    assert seen.services["a"].profiles == ("infra",)
    assert seen.services["b"].environment == {"SHARED": "1", "MINE": "own"}


def test_a_service_may_extend_another() -> None:
    seen = read(
        """
        services:
          base: {image: "postgres:16", environment: {A: "1", B: "1"}, profiles: [never]}
          db:
            extends: {service: base}
            environment: {B: "2"}
            profiles: !override [infra]
        """,
        profiles=["infra"],
    )

    assert seen.only.major == 16
    assert seen.only.environment == {"A": "1", "B": "2"}


def test_extending_nothing_or_oneself_is_a_fault() -> None:
    seen = read("""
        services:
          a: {image: x, extends: {service: bas}}
          base: {image: y, extends: {service: other}}
          other: {image: z, extends: {service: base}}
        """)

    assert seen.faults[0] == (
        "1.yaml:2: a extends 'bas', which is no service, did you mean 'base'?"
    )
    assert any("extends itself" in fault for fault in seen.faults[1:])


def test_a_misspelt_key_is_a_fault_with_its_line_and_the_nearest_one() -> None:
    seen = read("""
        service:
          x: {}
        services:
          a:
            imag: postgres
            build: .
            x-note: allowed
        """)

    assert seen.faults == [
        "1.yaml:1: a compose file has no key 'service', did you mean 'services'?",
        "1.yaml:5: service a has no key 'imag', did you mean 'image'?",
    ]


def test_a_key_that_is_there_twice_is_a_fault() -> None:
    seen = read("""
        services:
          a:
            image: x
            image: y
        """)

    assert seen.faults == ["1.yaml:4: the key 'image' is there twice"]


@pytest.mark.parametrize("text", ["a: [", "a: b: c", "\tx: 1", "a: *nowhere"])
def test_what_is_no_yaml_is_a_fault_with_its_line(text: str) -> None:
    findings = Findings()

    parse_yaml(text, "compose.yaml", findings)

    assert findings.faults[0].place == "compose.yaml:1"
    assert "is not YAML" in findings.faults[0].rule


def test_every_fault_is_told_at_once() -> None:
    seen = read("""
        services:
          a: {imag: x, build: ., ports: [http]}
          b: {image: "y:${REQUIRED:?set it}", depends_on: [aa]}
          c: {command: "'never closed"}
        """)

    assert [fault.split(": ")[0] for fault in seen.faults] == [
        "1.yaml:2", "1.yaml:3", "1.yaml:3", "1.yaml:2", "1.yaml:4", "1.yaml:4",
    ]  # fmt: skip


def test_a_variable_that_is_not_set_is_worth_a_warning() -> None:
    seen = read('services: {a: {image: "x:${GONE}"}}')

    assert seen.warnings == ["1.yaml:1: the variable GONE is not set; nothing stands in its place"]


def test_keys_without_effect_on_a_native_process_are_passed_over() -> None:
    seen = read("""
        services:
          a:
            image: postgres:18
            container_name: db
            restart: always
            healthcheck: {test: ["CMD", "pg_isready"]}
            volumes: ["data:/var/lib/postgresql/data"]
            networks: [back]
            labels: {a: b}
        volumes: {data: }
        networks: {back: }
        """)

    assert (seen.faults, seen.warnings) == ([], [])


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("shm_size: 1gb", "'shm_size'"),
        ("entrypoint: [/start.sh]", "'entrypoint'"),
        ("secrets: [password]", "'secrets'"),
        ("volumes: ['./seed:/docker-entrypoint-initdb.d:ro']", "belongs into the migrations"),
        ("volumes: ['./pg.conf:/etc/postgresql/postgresql.conf']", "does not mount ./pg.conf"),
        ("volumes: [{type: bind, source: ./x, target: /docker-entrypoint-initdb.d/x.sql}]",
         "belongs into the migrations"),
        ("command: postgres -c shared_preload_libraries=pg_cron", "pg_cron"),
        ("environment: {POSTGRES_PASSWORD_FILE: /run/secrets/password}", "is not read"),
    ],
)  # fmt: skip
def test_what_the_embedded_runtime_cannot_honour_is_named(line: str, named: str) -> None:
    seen = read(f"services:\n  a:\n    image: postgres:18\n    {line}\n")

    assert seen.faults == []
    assert len(seen.warnings) == 1
    assert seen.warnings[0].startswith("1.yaml:4: ")
    assert named in seen.warnings[0]


def test_nothing_is_said_of_services_that_the_embedded_runtime_does_not_run() -> None:
    seen = read("services: {web: {build: ., privileged: true, entrypoint: x, user: root}}")

    assert (seen.faults, seen.warnings) == ([], [])


def test_an_extension_that_the_embedded_server_may_lack_is_named() -> None:
    seen = read("services: {geo: {image: 'postgis/postgis:16-3.4'}}")

    assert seen.warnings == ["1.yaml:1: the embedded PostgreSQL may lack what postgis adds to it"]


def test_a_service_that_depends_on_a_sleeping_one_is_worth_a_warning() -> None:
    seen = read("""
        services:
          a: {image: x, depends_on: {b: {condition: service_healthy}, c: {required: false}}}
          b: {image: y, profiles: [p]}
          c: {image: z, profiles: [p]}
        """)

    assert seen.warnings == ["1.yaml:2: a depends on b, whose profile is not active"]
