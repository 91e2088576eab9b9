"""Variables are found where applications read them, and each gets what belongs in it."""

from __future__ import annotations

import textwrap

import pytest
from sixfold.core.service import Role
from sixfold.core.wanted_variables import scheme_in, template_for, variables_in_python

ALL = (Role.POSTGRES, Role.REDIS, Role.S3)


def names_in(text: str) -> dict[str, str]:
    return dict(variables_in_python(textwrap.dedent(text)))


@pytest.mark.parametrize(
    "source",
    [
        'os.environ["DB_HOST"]',
        "os.environ['DB_HOST']",
        'os.environ.get("DB_HOST")',
        'environ.get("DB_HOST", None)',
        'os.getenv("DB_HOST")',
        'getenv( "DB_HOST" )',
        'env("DB_HOST")',
        'env.str("DB_HOST")',
        'config("DB_HOST", cast=str)',
        'Field(validation_alias="DB_HOST")',
    ],
)
def test_every_usual_way_to_read_a_variable_is_seen(source: str) -> None:
    assert list(names_in(source)) == ["DB_HOST"]


def test_a_default_is_an_example_of_the_value() -> None:
    seen = names_in("""
        A_URL = os.getenv("A_URL", "postgresql+asyncpg://x")
        B_URL = env("B_URL", default='redis://y')
        C_URL = os.environ.get("C_URL", FALLBACK)
        """)

    assert seen == {"A_URL": "postgresql+asyncpg://x", "B_URL": "redis://y", "C_URL": ""}


def test_fields_of_pydantics_settings_are_variables_with_their_prefix() -> None:
    seen = names_in("""
        class Settings(BaseSettings):
            model_config = SettingsConfigDict(env_prefix="SHOP_", env_file=".env")

            database_url: PostgresDsn
            redis_url: str = "redis://localhost:6379/0"
            debug: bool = False

        class Other:
            not_a_variable: str
        """)

    assert seen == {
        "SHOP_DATABASE_URL": "",
        "SHOP_REDIS_URL": "redis://localhost:6379/0",
        "SHOP_DEBUG": "",
    }


@pytest.mark.parametrize(
    ("name", "template"),
    [
        ("DATABASE_URL", "{postgres.url}"),
        ("SHOP_DATABASE_URL", "{postgres.url}"),
        ("POSTGRES_DSN", "{postgres.url}"),
        ("SQLALCHEMY_DATABASE_URI", "{postgres.url}"),
        ("DB_HOST", "{postgres.host}"),
        ("POSTGRES_SERVER", "{postgres.host}"),
        ("PGHOST", "{postgres.host}"),
        ("PGPORT", "{postgres.port}"),
        ("DATABASE_USER", "{postgres.user}"),
        ("DJANGO_DB_PASSWORD", "{postgres.password}"),
        ("DB_PASS", "{postgres.password}"),
        ("PGDATABASE", "{database}"),
        ("POSTGRES_DB", "{database}"),
        ("DB_NAME", "{database}"),
        ("REDIS_URL", "{redis.url}"),
        ("CELERY_BROKER_URL", "{redis.url}"),
        ("CACHE_URL", "{redis.url}"),
        ("REDIS_HOST", "{redis.host}"),
        ("REDIS_PORT", "{redis.port}"),
        ("REDIS_DB", "{redis.index}"),
        ("S3_ENDPOINT", "{s3.url}"),
        ("AWS_S3_ENDPOINT_URL", "{s3.url}"),
        ("AWS_ENDPOINT_URL_S3", "{s3.url}"),
        ("AWS_ACCESS_KEY_ID", "{s3.user}"),
        ("AWS_SECRET_ACCESS_KEY", "{s3.password}"),
        ("MINIO_ACCESS_KEY", "{s3.user}"),
        ("AWS_STORAGE_BUCKET_NAME", "{bucket}"),
        ("S3_BUCKET", "{bucket}"),
        ("UPLOADS_BUCKET", "{bucket}"),
        ("DEBUG", None),
        ("EMAIL_HOST", None),
        ("SECRET_KEY", None),
        ("DB_ENGINE", None),
        ("HOST", None),
        ("CACHE_TTL", None),
    ],
)
def test_each_variable_gets_what_its_name_says(name: str, template: str | None) -> None:
    assert template_for(name, "", ALL) == template


def test_variables_of_services_that_are_not_there_are_left_alone() -> None:
    assert template_for("REDIS_URL", "", (Role.POSTGRES,)) is None


URL = "{postgres.user}:{postgres.password}@{postgres.address}/{database}"


@pytest.mark.parametrize(
    ("example", "template"),
    [
        ("postgresql+asyncpg://u:p@localhost/x", f"postgresql+asyncpg://{URL}"),
        ("postgres://u:p@localhost/x", f"postgres://{URL}"),
        ("postgresql://u:p@localhost/x", "{postgres.url}"),
        ("postgresql://u:p@localhost/x?application_name=shop",
         "{postgres.url}?application_name=shop"),
        ("postgresql://u:p@remote/x?sslmode=require", "{postgres.url}"),
        ("sqlite:///dev.db", "{postgres.url}"),
    ],
)  # fmt: skip
def test_a_url_keeps_the_shape_of_its_example(example: str, template: str) -> None:
    assert template_for("DATABASE_URL", example, ALL) == template


def test_a_driver_that_is_named_elsewhere_counts_where_there_is_no_example() -> None:
    scheme = scheme_in('engine("postgresql+psycopg://localhost/x")')

    assert template_for("DATABASE_URL", "", ALL, scheme=scheme) == f"postgresql+psycopg://{URL}"


def test_an_endpoint_without_a_scheme_stays_without_one() -> None:
    assert template_for("MINIO_ENDPOINT", "localhost:9000", ALL) == "{s3.address}"
    assert template_for("MINIO_ENDPOINT", "http://localhost:9000", ALL) == "{s3.url}"
