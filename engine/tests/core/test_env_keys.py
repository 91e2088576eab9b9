"""Every way in which files can disagree about a variable is found, at its place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.keys.compose import stated
from sixfold.core.keys.model import Container, Image, Key, Keys, Rendered, Setting
from sixfold.core.keys.rules import gaps
from sixfold.core.keys.settings import as_variable, settings_in
from sixfold.core.keys.text import documented_in, image_in, rendered_in, used_in_source

SETTINGS = """
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

class Base(BaseSettings):
    debug: bool = False

class Settings(Base):
    model_config = SettingsConfigDict(env_prefix="SHOP_")
    LIMIT: ClassVar[int] = 3
    _hidden: str = ""
    workers: int = 4
    key: SecretStr
    token: "SecretStr | None" = None
    url: str = Field(validation_alias=AliasChoices("DATABASE_URL", "DB_URL"))
    size: Annotated[int, Field(alias="pool_size")] = 5
    name: str = Field(default="shop")
    wanted: str = Field(...)

class Unrelated:
    other: str = "x"
"""


def a_setting(name: str, *, secret: bool = False, default: str | None = "'x'") -> Setting:
    return Setting(
        name, f"config.py:{len(name)}", "SecretStr" if secret else "str", secret, default
    )


def aligned() -> Keys:
    """Files that agree about one setting, one secret and one public variable."""
    return Keys(
        example_path=".env.example",
        secrets_path="secrets.ctmpl",
        prefix="NEXT_PUBLIC_",
        settings=(a_setting("SIZE"), a_setting("PASSWORD", secret=True, default=None)),
        documented=(
            Key("SIZE", ".env.example:1", "x"),
            Key("PASSWORD", ".env.example:2", "", active=False),
            Key("NEXT_PUBLIC_TITLE", ".env.example:3", "Shop"),
        ),
        rendered=(Rendered("PASSWORD", "secrets.ctmpl:2", quoted=True),),
        uses=(Key("NEXT_PUBLIC_TITLE", "page.tsx:4"),),
        interpolated=(Key("SIZE", "compose.yaml:9", "x"),),
        images=(Image("web/Dockerfile", (Key("NEXT_PUBLIC_TITLE", "web/Dockerfile:3"),), ()),),
        containers=(
            Container(
                name="api",
                place="compose.yaml:5",
                build="compose.yaml:6",
                dockerfile="api/Dockerfile",
                arguments=(),
                environment=(
                    Key("SIZE", "compose.yaml:9", "${SIZE:-x}"),
                    Key("PASSWORD", "compose.yaml:10", "${PASSWORD}"),
                ),
                inherits=False,
            ),
            Container(
                name="web",
                place="compose.yaml:15",
                build="compose.yaml:16",
                dockerfile="web/Dockerfile",
                arguments=(
                    Key("NEXT_PUBLIC_TITLE", "compose.yaml:18", "${NEXT_PUBLIC_TITLE:-Shop}"),
                ),
                environment=(),
                inherits=False,
            ),
        ),
        runtime="api",
        baked="web",
    )


def found(keys: Keys) -> set[tuple[str, str, str]]:
    """Rule, variable and place of each gap."""
    return {(gap.rule, gap.name, gap.place) for gap in gaps(keys)}


def test_files_that_agree_have_no_gap() -> None:
    assert gaps(aligned()) == ()


def test_a_settings_class_is_read_as_pydantic_reads_it() -> None:
    settings = {setting.name: setting for setting in settings_in(SETTINGS, "config.py")}

    assert set(settings) == {
        "DEBUG",
        "SHOP_WORKERS",
        "SHOP_KEY",
        "SHOP_TOKEN",
        "DATABASE_URL",
        "POOL_SIZE",
        "SHOP_NAME",
        "SHOP_WANTED",
    }
    assert [name for name, one in settings.items() if one.default is None] == [
        "SHOP_KEY",
        "DATABASE_URL",
        "SHOP_WANTED",
    ]
    assert [name for name, one in settings.items() if one.secret] == ["SHOP_KEY", "SHOP_TOKEN"]
    assert settings["SHOP_KEY"].place == "config.py:13"
    assert as_variable(settings["SHOP_NAME"].default) == "shop"
    assert as_variable(settings["DEBUG"].default) == "false"


def test_a_commented_default_is_documented_and_prose_is_not() -> None:
    text = "# Set size=3 if you like\n#SIZE=3\n# Note=this\nexport NAME='a b'\nBAD LINE\n"

    keys = documented_in(text, ".env.example")

    assert [(key.name, key.value, key.active, key.place) for key in keys] == [
        ("SIZE", "3", False, ".env.example:2"),
        ("NAME", "a b", True, ".env.example:4"),
    ]


def test_a_rendered_value_is_safe_only_with_tojson() -> None:
    text = (
        '{{ with secret "secret/data/shop" -}}\n'
        "A={{ .Data.data.A | toJSON }}\n"
        "B={{ .Data.data.B }}\n"
        'C={{ with secret "x" }}{{ .Data.data.C | toJSON }}{{ end }}\n'
        "PLAIN=1\n{{ end }}\n"
    )

    assert [(line.name, line.quoted) for line in rendered_in(text, "secrets.ctmpl")] == [
        ("A", True),
        ("B", False),
        ("C", True),
    ]


def test_a_dockerfile_is_read_by_its_instructions() -> None:
    image = image_in(
        "ARG BASE=python:3.12\nFROM ${BASE}\n# ARG OLD\nARG ONE TWO=2\n"
        'ENV A=1 \\\n    B="two words"\nENV C three\nRUN echo ARG NO\n',
        "Dockerfile",
    )

    assert [(key.name, key.value, key.place) for key in image.arguments] == [
        ("BASE", "python:3.12", "Dockerfile:1"),
        ("ONE", None, "Dockerfile:4"),
        ("TWO", "2", "Dockerfile:4"),
    ]
    assert [(key.name, key.value) for key in image.variables] == [
        ("A", "1"),
        ("B", "two words"),
        ("C", "three"),
    ]


def test_uses_in_comments_do_not_count() -> None:
    text = (
        "/* process.env.NEXT_PUBLIC_OLD\n */\n"
        "const a = process.env.NEXT_PUBLIC_A ?? 'https://x'; // process.env.NEXT_PUBLIC_GONE\n"
        "const b = process.env['NEXT_PUBLIC_B'];\n"
    )

    assert [(use.name, use.place, use.active) for use in used_in_source(text, "page.tsx")] == [
        ("NEXT_PUBLIC_A", "page.tsx:3", True),
        ("NEXT_PUBLIC_B", "page.tsx:4", False),
    ]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("Shop", "Shop"),
        ("${TITLE:-Shop}", "Shop"),
        ("${TITLE}", None),
        ("${TITLE:-}", ""),
        ("a ${TITLE:-Shop}", "a ${TITLE:-Shop}"),
        (None, None),
    ],
)
def test_what_a_compose_value_states(value: str | None, told: str | None) -> None:
    assert stated(value) == told


def test_a_setting_that_is_nowhere_else_is_told_for_each_file() -> None:
    keys = aligned()
    new = a_setting("NEW_KEY", secret=True, default=None)

    assert found(replace(keys, settings=(*keys.settings, new))) == {
        ("setting-undocumented", "NEW_KEY", new.place),
        ("setting-not-given", "NEW_KEY", new.place),
        ("secret-not-rendered", "NEW_KEY", new.place),
    }


def test_a_container_that_reads_the_env_file_is_given_everything() -> None:
    keys = aligned()
    api, web = keys.containers
    api = replace(api, environment=(), inherits=True)

    assert found(replace(keys, containers=(api, web))) == set()


def test_what_an_image_sets_itself_is_given() -> None:
    keys = aligned()
    api, web = keys.containers
    image = Image("api/Dockerfile", (), (Key("SIZE", "api/Dockerfile:2", "3"),))
    api = replace(api, environment=api.environment[1:])

    assert (
        found(replace(keys, containers=(api, web), images=(*keys.images, image), interpolated=()))
        == set()
    )


@pytest.mark.parametrize("default", ["'hunter2'", "SecretStr('hunter2')"])
def test_a_secret_with_a_default_is_a_gap_that_does_not_show_it(default: str) -> None:
    keys = aligned()
    secret = a_setting("PASSWORD", secret=True, default=default)
    told = gaps(replace(keys, settings=(keys.settings[0], secret)))

    assert [gap.rule for gap in told] == ["secret-default"]
    assert "hunter2" not in repr(told)


def test_an_optional_secret_needs_no_line_in_the_template() -> None:
    keys = aligned()
    secret = a_setting("PASSWORD", secret=True, default="None")

    assert found(replace(keys, settings=(keys.settings[0], secret), rendered=())) == set()


def test_what_nothing_reads_is_told_in_every_file() -> None:
    keys = aligned()

    assert found(replace(keys, settings=(), uses=(), interpolated=())) == {
        ("documented-unread", "SIZE", ".env.example:1"),
        ("documented-unread", "PASSWORD", ".env.example:2"),
        ("documented-unread", "NEXT_PUBLIC_TITLE", ".env.example:3"),
        ("rendered-unread", "PASSWORD", "secrets.ctmpl:2"),
        ("argument-unused", "NEXT_PUBLIC_TITLE", "web/Dockerfile:3"),
        ("argument-unused", "NEXT_PUBLIC_TITLE", "compose.yaml:18"),
    }


def test_a_service_given_what_no_setting_reads_is_told() -> None:
    keys = aligned()
    api, web = keys.containers
    api = replace(api, environment=(*api.environment, Key("OLD", "compose.yaml:11", "1")))

    assert found(replace(keys, containers=(api, web))) == {
        ("given-unread", "OLD", "compose.yaml:11")
    }
    assert found(replace(keys, containers=(api, web), apart={"OLD": "the base image's"})) == set()


def test_a_public_variable_is_told_for_each_file_that_misses_it() -> None:
    keys = aligned()
    use = Key("NEXT_PUBLIC_NEW", "page.tsx:9")

    assert found(replace(keys, uses=(*keys.uses, use))) == {
        ("public-undocumented", "NEXT_PUBLIC_NEW", "page.tsx:9"),
        ("public-undeclared", "NEXT_PUBLIC_NEW", "page.tsx:9"),
        ("public-not-passed", "NEXT_PUBLIC_NEW", "page.tsx:9"),
    }


def test_a_public_variable_read_by_a_computed_name_is_told() -> None:
    keys = aligned()
    use = replace(keys.uses[0], active=False)

    assert found(replace(keys, uses=(use,))) == {
        ("public-not-inlined", "NEXT_PUBLIC_TITLE", "page.tsx:4")
    }


@pytest.mark.parametrize(
    "value",
    ["http://localhost:8000", "https://report.example", "10.0.0.7", "staging", "production"],
)
def test_a_baked_value_of_one_environment_is_an_error(value: str) -> None:
    keys = aligned()
    image = Image("web/Dockerfile", (Key("NEXT_PUBLIC_TITLE", "web/Dockerfile:3", value),), ())

    told = found(replace(keys, images=(image,)))

    assert ("baked-environment", "NEXT_PUBLIC_TITLE", "web/Dockerfile:3") in told


def test_a_baked_value_that_differs_between_environments_is_an_error() -> None:
    keys = aligned()
    other = Key("NEXT_PUBLIC_TITLE", ".env.staging:1", "Shop (test)")

    assert found(replace(keys, elsewhere=(other,))) == {
        ("baked-differs", "NEXT_PUBLIC_TITLE", ".env.staging:1")
    }


def test_a_secret_or_a_setting_among_build_arguments_is_an_error() -> None:
    keys = aligned()
    arguments = tuple(
        Key(name, f"api/Dockerfile:{n}") for n, name in enumerate(("PASSWORD", "SIZE"))
    )

    assert found(replace(keys, images=(*keys.images, Image("api/Dockerfile", arguments, ())))) == {
        ("secret-baked", "PASSWORD", "api/Dockerfile:0"),
        ("setting-baked", "SIZE", "api/Dockerfile:1"),
    }


def test_an_address_that_pages_are_built_with_is_no_base_image() -> None:
    name = "NEXT_PUBLIC_API_BASE"
    image = Image("web/Dockerfile", (Key(name, "web/Dockerfile:3", "https://report.example"),), ())
    use = Key(name, "page.tsx:5")

    told = found(replace(aligned(), images=(image,), uses=(*aligned().uses, use)))

    assert ("baked-environment", name, "web/Dockerfile:3") in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ENV APP_ENV=production", {("baked-environment", "APP_ENV", "api/Dockerfile:1")}),
        (
            "ENV A=1 \\\n    B=https://staging.example",
            {("baked-environment", "B", "api/Dockerfile:1")},
        ),
        ("ENV QUEUE=redis://x:hunter2@queue/0", {("secret-baked", "QUEUE", "api/Dockerfile:1")}),
        ("ARG QUEUE=redis://x:hunter2@queue/0", {("secret-baked", "QUEUE", "api/Dockerfile:1")}),
        ("ENV NODE_ENV=production HOST=0.0.0.0 PATH=/opt/bin:$PATH", set()),
    ],
)
def test_what_an_image_sets_is_true_in_every_environment(
    text: str, told: set[tuple[str, str, str]]
) -> None:
    keys = aligned()
    image = image_in(f"{text}\n", "api/Dockerfile")

    assert told <= found(replace(keys, images=(*keys.images, image)))
    assert bool(told) == bool(found(replace(keys, images=(*keys.images, image))))


def test_a_secret_that_an_image_sets_is_an_error_that_does_not_show_it() -> None:
    keys = aligned()
    variables = (
        Key("PASSWORD", "api/Dockerfile:2", "hunter2"),
        Key("SIZE", "api/Dockerfile:3", "3"),
    )
    told = gaps(replace(keys, images=(*keys.images, Image("api/Dockerfile", (), variables))))

    assert [(gap.rule, gap.place) for gap in told] == [("secret-baked", "api/Dockerfile:2")]
    assert "hunter2" not in repr(told)


def test_the_base_of_an_image_is_no_value_of_an_environment() -> None:
    keys = aligned()
    base = Key("PYTHON_IMAGE", "api/Dockerfile:1", "registry.example:5000/python://x")

    assert (
        found(replace(keys, images=(*keys.images, Image("api/Dockerfile", (base,), ())))) == set()
    )


def test_an_argument_that_its_dockerfile_does_not_declare_is_told() -> None:
    keys = aligned()
    api, web = keys.containers
    web = replace(web, arguments=(*web.arguments, Key("EXTRA", "compose.yaml:19", "1")))

    assert found(replace(keys, containers=(api, web))) == {
        ("argument-undeclared", "EXTRA", "compose.yaml:19")
    }


def test_a_name_set_apart_that_is_nowhere_is_told() -> None:
    keys = replace(aligned(), apart={"GONE": "why"}, apart_place="sixfold.toml:4")

    assert found(keys) == {("apart-unused", "GONE", "sixfold.toml:4")}


PARTS = ("documented", "rendered", "uses", "interpolated", "images", "containers", "settings")


@given(st.sets(st.sampled_from(PARTS), min_size=1))
def test_no_file_can_be_emptied_without_a_word(emptied: set[str]) -> None:
    keys = aligned()
    left = replace(keys, **dict.fromkeys(emptied, ()))  # type: ignore[arg-type]  # tuples all

    speaking = {"settings", "uses", "documented", "rendered", "images", "containers"} - emptied
    # What is interpolated only adds to what is read; and where nothing speaks, nothing is amiss.
    if emptied != {"interpolated"} and speaking:
        assert gaps(left)
