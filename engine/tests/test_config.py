"""One configuration from files, environment and flags; each value and each fault has its place."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from sixfold.config import Config
from sixfold.config.load import load
from sixfold.config.places import find_places
from sixfold.config.table import parse_duration
from sixfold.core.namespace import Source
from sixfold.core.service import Role
from sixfold.errors import RequestError

COMPOSE = """
services:
  store:
    image: postgres:17
    environment: {POSTGRES_USER: shop, POSTGRES_PASSWORD: "${PASSWORD:-from-compose}"}
  kv:
    image: valkey/valkey:9
  mail:
    image: mailpit
    profiles: [mail]
"""

type Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file of a repository, dedented; the repository's root is its own checkout."""
    (tmp_path / ".git").mkdir()

    def put(name: str, text: str) -> Path:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text).lstrip())
        return tmp_path

    return put


def read(root: Path, flags: dict[str, str] | None = None, **environment: str) -> Config:
    return load(root, flags=flags, environ={"HOME": "/home/ann", **environment})


def faults(root: Path, flags: dict[str, str] | None = None, **environment: str) -> list[str]:
    with pytest.raises(RequestError) as caught:
        read(root, flags, **environment)
    return caught.value.message.splitlines()


def test_a_full_file_is_read_into_typed_values(write: Write) -> None:
    write("compose.yaml", COMPOSE)
    write("back/manage.py", "")
    root = write(
        "sixfold.toml",
        """
        [project]
        name = "shop"

        [runtime]
        use = "embedded"
        linger = "90s"

        [database]
        directory = "back"
        migrate = ["{python}", "manage.py", "migrate"]
        inputs = ["back/**/migrations/*.py"]
        seed = ["{python}", "manage.py", "loaddata", "first"]
        statement_timeout = "2m"
        lock_timeout = 5
        templates_kept = 3

        [storage]
        bucket = "receipts"

        [variables]
        DATABASE_URL = "{postgres.url}"
        WORKERS = 2

        [suites.back]
        directory = "back"
        paths = ["tests"]
        services = ["postgres", "redis"]
        variables = { DEBUG = true }

        [apps.back]
        directory = "back"
        command = ["{python}", "manage.py", "runserver", "{port}"]
        port = 8000
        ready = "/health"
        links = { Admin = "/admin" }
        """,
    )
    config = read(root)

    assert (config.project, config.database, config.bucket) == ("shop", "shop", "receipts")
    assert (config.runtime, config.linger) == ("embedded", 90)
    assert config.migrate is not None
    assert config.migrate.command == ("{python}", "manage.py", "migrate")
    assert config.migrate.seed[-1] == "first"
    assert (config.migrate.statement_timeout, config.migrate.lock_timeout) == (120, 5)
    assert config.migrate.kept == 3
    assert dict(config.variables) == {"DATABASE_URL": "{postgres.url}", "WORKERS": "2"}
    (suite,) = config.suites
    assert suite.services == (Role.POSTGRES, Role.REDIS)
    assert suite.variables == {"DEBUG": "true"}
    (app,) = config.apps
    assert (app.port, app.ready, app.links) == (8000, "/health", {"Admin": "/admin"})
    assert config.service(Role.POSTGRES).name == "store"


def test_the_repositorys_own_configuration_is_valid() -> None:
    root = Path(__file__).parents[2]

    config = load(root, environ={"HOME": "/home/ann"})

    assert {service.role for service in config.services} == {Role.POSTGRES, Role.REDIS, Role.S3}
    assert config.names.project == config.names.database == "finance_report"


def test_every_folder_of_a_checkout_has_one_configuration(write: Write) -> None:
    write("compose.yaml", COMPOSE)
    write("apps/web/src/main.py", "")
    root = write("sixfold.toml", '[project]\nname = "shop"\n')

    inner = read(root / "apps" / "web" / "src")

    assert inner.root == root.resolve()
    assert inner.namespace == read(root).namespace


def test_the_search_ends_at_the_checkouts_root(write: Write, tmp_path: Path) -> None:
    write("sixfold.toml", "")
    inner = tmp_path / "other-checkout"
    (inner / ".git").mkdir(parents=True)

    assert "there is no sixfold.toml" in faults(inner)[0]


def test_a_compose_file_alone_is_enough(write: Write) -> None:
    write("compose.yaml", COMPOSE)
    root = write("tests/test_x.py", "")

    config = read(root)

    assert config.variables["DATABASE_URL"] == "{postgres.url}"
    assert config.suites[0].services == (Role.POSTGRES, Role.REDIS)
    assert any("sixfold init" in finding.rule for finding in config.warnings)


def test_nothing_at_all_says_what_to_do(write: Write) -> None:
    root = write("README.md", "")

    with pytest.raises(RequestError) as caught:
        read(root)

    assert "sixfold init" in caught.value.hint
    assert caught.value.exit_code == 2


def test_every_fault_is_told_at_once_with_its_line_and_the_nearest_key(write: Write) -> None:
    write("compose.yaml", "services:\n  store: {imag: postgres}\n")
    root = write(
        "sixfold.toml",
        """
        [project]
        nam = "shop"

        [runtime]
        use = "dokcer"
        linger = "soon"

        [database]
        migrate = "alembic upgrade head"

        [suites.back]
        directory = "nowhere"
        paths = "tests"
        services = ["postgres"]

        [apps.web]
        port = 70000

        [sutes]
        """,
    )

    assert faults(root) == [
        "compose.yaml:2: service store has no key 'imag', did you mean 'image'?",
        "compose.yaml:2: service store has neither an image nor a build",
        "sixfold.toml:2: [project] has no key 'nam', did you mean 'name'?",
        "sixfold.toml:5: runtime.use is 'dokcer';"
        " there are: auto, embedded, docker, podman, external",
        'sixfold.toml:6: runtime.linger must be a duration such as "30s" or "5m", not \'soon\'',
        "sixfold.toml:9: database.migrate must be a list of texts, as in"
        ' ["one", "two"], not \'alembic upgrade head\'',
        "sixfold.toml:12: suites.back.directory is 'nowhere', and there is no such folder",
        "sixfold.toml:13: suites.back.paths must be a list of texts, as in"
        ' ["one", "two"], not \'tests\'',
        "sixfold.toml:14: suites.back.services has 'postgres', which no service in use plays",
        "sixfold.toml:16: apps.web.command is missing: how is the application started?",
        "sixfold.toml:17: apps.web.port must be a whole number from 1 to 65535, not 70000",
        "sixfold.toml:19: the file has no key 'sutes', did you mean 'suites'?",
    ]


def test_what_is_no_toml_is_named_with_its_line(write: Write) -> None:
    root = write("sixfold.toml", '[project]\nname = "shop\n')

    assert faults(root)[0].startswith("sixfold.toml:2: is not TOML")


def test_a_missing_compose_file_is_named(write: Write) -> None:
    root = write("sixfold.toml", '[project]\ncompose = ["stack.yaml"]\n')

    assert faults(root) == ["stack.yaml: the compose file is not there"]


def test_a_misspelt_placeholder_is_found_before_any_server_starts(write: Write) -> None:
    write("compose.yaml", COMPOSE)
    root = write("sixfold.toml", '[variables]\nA = "x"\nURL = "{postgres.adress}"\n')

    assert faults(root) == [
        "sixfold.toml:3: variables.URL has {postgres.adress}, which stands for nothing,"
        " did you mean 'postgres.address'?"
    ]


def test_an_application_may_name_another_ones_url(write: Write) -> None:
    root = write(
        "sixfold.toml",
        """
        [apps.api]
        command = ["serve", "--fd", "{fd}"]
        [apps.web]
        command = ["web", "--port", "{port}"]
        variables = { API = "{api.url}" }
        """,
    )

    assert [app.name for app in read(root).apps] == ["api", "web"]


@pytest.mark.parametrize(
    ("flag", "variable", "runtime", "source"),
    [
        ("podman", "docker", "podman", "flag --runtime"),
        ("", "docker", "docker", "environment SIXFOLD_RUNTIME"),
        ("", "", "embedded", "sixfold.toml:2"),
    ],
)
def test_a_flag_wins_over_the_environment_and_that_over_the_file(
    write: Write, flag: str, variable: str, runtime: str, source: str
) -> None:
    root = write("sixfold.toml", '[runtime]\nuse = "embedded"\n')

    config = read(root, {"runtime.use": flag}, SIXFOLD_RUNTIME=variable)

    assert config.runtime == runtime
    assert config.source("runtime.use") == source


def test_what_nobody_set_is_a_default(write: Write) -> None:
    config = read(write("sixfold.toml", ""))

    assert (config.runtime, config.source("runtime.use")) == ("auto", "default")
    assert (config.linger, config.source("runtime.linger")) == (300, "default")


def test_a_wrong_value_names_who_gave_it(write: Write) -> None:
    root = write("sixfold.toml", "")

    assert faults(root, SIXFOLD_LINGER="soon")[0].startswith("environment SIXFOLD_LINGER: 'soon'")
    assert faults(root, {"runtime.use": "vm"})[0].startswith("flag --runtime: 'vm'")


def test_the_process_environment_wins_over_dotenv(write: Write) -> None:
    write("compose.yaml", COMPOSE)
    write(".env", "PASSWORD=from-dotenv\n")
    root = write("sixfold.toml", "")

    def password(config: Config) -> str:
        return config.service(Role.POSTGRES).environment["POSTGRES_PASSWORD"]

    assert password(read(root, PASSWORD="from-process")) == "from-process"
    assert password(read(root)) == "from-dotenv"
    write(".env", "")
    assert password(read(root)) == "from-compose"


@pytest.mark.parametrize("name", ["compose.override.yaml", "docker-compose.override.yml"])
def test_an_override_file_counts_where_no_list_is_given(write: Write, name: str) -> None:
    write("docker-compose.yml", COMPOSE)
    write(name, "services: {store: {image: 'postgres:16'}}")
    root = write("sixfold.toml", "")

    assert read(root).service(Role.POSTGRES).major == 16
    write("sixfold.toml", '[project]\ncompose = ["docker-compose.yml"]\n')
    assert read(root).service(Role.POSTGRES).major == 17


def test_composes_own_variables_choose_files_and_profiles(write: Write) -> None:
    write("compose.yaml", COMPOSE)
    write("other.yaml", "services: {store: {image: 'postgres:15'}}")
    root = write("sixfold.toml", '[project]\nprofiles = ["none"]\n')

    config = read(
        root, COMPOSE_FILE=f"compose.yaml{os.pathsep}other.yaml", COMPOSE_PROFILES="mail,x"
    )

    assert config.service(Role.POSTGRES).major == 15
    assert "mail" in [service.name for service in config.services]
    assert config.source("project.compose") == "environment COMPOSE_FILE"
    write(".env", "COMPOSE_PROFILES=mail\n")
    assert read(root).source("project.profiles") == ".env:1"


def test_included_and_extended_files_are_read_from_where_they_are(write: Write) -> None:
    write(
        "infra/stack.yaml",
        """
        services:
          store: {image: "postgres:16", env_file: store.env}
        """,
    )
    write("infra/store.env", "POSTGRES_USER=included\n")
    root = write(
        "compose.yaml",
        """
        include: [infra/stack.yaml]
        services:
          copy: {extends: {file: infra/stack.yaml, service: store}, image: "redis:7"}
        """,
    )
    config = read(root)

    assert config.service(Role.POSTGRES).environment == {"POSTGRES_USER": "included"}
    assert config.service(Role.REDIS).environment == {"POSTGRES_USER": "included"}


def test_a_file_that_includes_itself_or_nothing_is_a_fault(write: Write) -> None:
    write("a.yaml", "include: [b.yaml]\nservices: {}\n")
    write("b.yaml", "include:\n  - a.yaml\n  - gone.yaml\nservices: {}\n")
    root = write("sixfold.toml", '[project]\ncompose = ["a.yaml"]\n')

    assert faults(root) == [
        "b.yaml:2: the included file 'a.yaml' includes itself",
        "b.yaml:3: the included file 'gone.yaml' is not there",
    ]


def test_two_services_of_one_role_have_to_be_chosen_between(write: Write) -> None:
    write("compose.yaml", "services:\n  one: {image: postgres}\n  two: {image: postgis/postgis}\n")
    root = write("sixfold.toml", "")

    assert '[services] postgres = "one"' in faults(root)[0]
    write("sixfold.toml", '[services]\npostgres = "two"\n')
    config = read(root)
    assert config.service(Role.POSTGRES).name == "two"
    assert [service.role for service in config.services] == [Role.OTHER, Role.POSTGRES]


def test_a_service_of_an_own_image_may_be_given_its_role(write: Write) -> None:
    write("compose.yaml", "services: {store: {build: ./store}}")
    root = write("sixfold.toml", '[services]\npostgres = "store"\n')

    assert read(root).service(Role.POSTGRES).name == "store"
    write("sixfold.toml", '[services]\npostgres = "stroe"\n')
    assert "did you mean 'store'" in faults(root)[0]


def test_a_role_that_nobody_plays_says_how_to_fill_it(write: Write) -> None:
    write("compose.yaml", COMPOSE)
    config = read(write("sixfold.toml", ""))

    with pytest.raises(RequestError) as caught:
        config.service(Role.S3)

    assert '[services] s3 = "..."' in caught.value.hint


def test_the_namespace_comes_from_the_environment_the_branch_or_the_path(write: Write) -> None:
    root = write("sixfold.toml", "")

    explicit = read(root, BRANCH_NAME="feature-auth", WORKSPACE_ID="ann")
    assert explicit.namespace.slug == "feature_auth_ann"
    assert explicit.source("namespace") == "environment BRANCH_NAME"
    branched = load(root, environ={"HOME": "/"}, git_branch=lambda _: "main")
    assert branched.namespace.source is Source.GIT
    assert branched.source("namespace") == "git branch main"
    alone = read(root)
    assert alone.namespace.source is Source.FALLBACK
    assert [finding.place for finding in alone.warnings] == ["namespace"]


def test_urls_of_external_services_do_not_print_themselves(write: Write) -> None:
    write("compose.yaml", COMPOSE)
    root = write("sixfold.toml", "")

    config = read(root, SIXFOLD_POSTGRES_URL="postgresql://ann:hidden@db:5432")

    assert config.external[Role.POSTGRES].reveal() == "postgresql://ann:hidden@db:5432"
    assert "hidden" not in f"{config.external} {config.external[Role.POSTGRES]}"
    assert config.source("external.postgres") == "environment SIXFOLD_POSTGRES_URL"


def test_reading_writes_nothing(write: Write, tmp_path: Path) -> None:
    write("compose.yaml", COMPOSE)
    root = write("sixfold.toml", "")
    before = sorted(tmp_path.rglob("*"))

    read(root, SIXFOLD_HOME=str(tmp_path / "home"))

    assert sorted(tmp_path.rglob("*")) == before


def test_one_home_holds_everything() -> None:
    places = find_places({"SIXFOLD_HOME": "/srv/six"}, user=1000)

    assert [places.data, places.cache, places.state] == [
        Path("/srv/six/data"),
        Path("/srv/six/cache"),
        Path("/srv/six/state"),
    ]


def test_two_homes_do_not_share_a_ram_disks_folder() -> None:
    one, two = (find_places({"SIXFOLD_HOME": home}, user=1).memory for home in ("/a", "/b"))

    assert one is None or one != two


def test_the_base_folders_of_the_desktop_are_respected() -> None:
    places = find_places(
        {"HOME": "/home/ann", "XDG_DATA_HOME": "/data", "XDG_CACHE_HOME": "relative"}, user=1000
    )

    assert places.data == Path("/data/sixfold")
    assert places.cache.is_relative_to("/home/ann")


def test_roots_servers_get_places_that_their_account_can_reach() -> None:
    places = find_places({"HOME": "/root"}, user=0)

    for place in (places.data, places.cache, places.state):
        assert not place.is_relative_to("/root")


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("500ms", 0.5), ("60s", 60), ("5m", 300), ("1h", 3600), ("1.5m", 90), (30, 30), (0, 0)],
)
def test_durations_are_seconds(written: object, seconds: float) -> None:
    assert parse_duration(written) == seconds


@pytest.mark.parametrize("written", ["", "5", "m", "-5s", "5 weeks", True, -1, None, ["5s"]])
def test_what_is_no_duration_is_none(written: object) -> None:
    assert parse_duration(written) is None


def test_servers_do_not_linger_on_a_ci_runner(tmp_path: Path) -> None:
    (tmp_path / "sixfold.toml").write_text('[runtime]\nlinger = "5m"\n')
    (tmp_path / "compose.yaml").write_text("services: {}\n")

    on_ci = load(tmp_path, environ={"CI": "true"})
    asked = load(tmp_path, environ={"CI": "true", "SIXFOLD_LINGER": "1m"})

    assert (on_ci.linger, on_ci.source("runtime.linger")) == (0.0, "environment CI")
    assert asked.linger == 60.0
    assert load(tmp_path, environ={}).linger == 300.0
