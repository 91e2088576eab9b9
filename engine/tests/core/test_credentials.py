"""Credentials follow from a service's environment and command, as its image reads them."""

from __future__ import annotations

import pytest
from sixfold.core.compose.model import credentials
from sixfold.core.service import Role, Service


def known_as(role: Role, image: str, *command: str, **environment: str) -> tuple[str, str, str]:
    service = Service("store", role, image, environment=environment, command=command)
    user, password, database = credentials(service)
    return user, password.reveal(), database


def test_postgres_has_its_images_defaults() -> None:
    assert known_as(Role.POSTGRES, "postgres:18") == ("postgres", "", "postgres")


def test_a_postgres_database_is_called_like_its_user_unless_named() -> None:
    given = {"POSTGRES_USER": "shop", "POSTGRES_PASSWORD": "secret"}

    assert known_as(Role.POSTGRES, "postgres", **given) == ("shop", "secret", "shop")
    assert known_as(Role.POSTGRES, "postgres", **given, POSTGRES_DB="orders")[2] == "orders"


def test_bitnamis_postgres_has_names_of_its_own() -> None:
    given = {"POSTGRESQL_USERNAME": "shop", "POSTGRESQL_PASSWORD": "s", "POSTGRESQL_DATABASE": "d"}

    assert known_as(Role.POSTGRES, "bitnami/postgresql", **given) == ("shop", "s", "d")


@pytest.mark.parametrize(
    "command",
    [
        ("redis-server", "--requirepass", "pa ss"),
        ("redis-server", "--requirepass=pa ss"),
        ("sh", "-c", "exec redis-server --requirepass 'pa ss' --appendonly yes"),
        ("sh", "-c", "redis-server --requirepass $REDIS_PASSWORD"),
        ("sh", "-c", 'redis-server --requirepass "${REDIS_PASSWORD}"'),
    ],
)
def test_a_redis_password_is_found_in_its_command(command: tuple[str, ...]) -> None:
    given = {"REDIS_PASSWORD": "pa ss"}

    assert known_as(Role.REDIS, "redis:7", *command, **given) == ("", "pa ss", "0")


def test_a_dollar_that_no_variable_explains_stays() -> None:
    command = ("valkey-server", "--requirepass", "a $trange")
    service = Service("kv", Role.REDIS, "valkey/valkey:9", command=command)
    assert credentials(service)[1] == "a $trange"


def test_the_official_redis_image_gives_no_meaning_to_a_password_variable() -> None:
    assert known_as(Role.REDIS, "redis:7", REDIS_PASSWORD="unused")[1] == ""
    assert known_as(Role.REDIS, "bitnami/redis", REDIS_PASSWORD="used")[1] == "used"
    assert known_as(Role.REDIS, "valkey/valkey", VALKEY_EXTRA_FLAGS="--requirepass x")[1] == "x"


@pytest.mark.parametrize(
    ("image", "environment", "known"),
    [
        ("minio/minio", {}, ("minioadmin", "minioadmin")),
        ("minio/minio", {"MINIO_ROOT_USER": "u", "MINIO_ROOT_PASSWORD": "p"}, ("u", "p")),
        ("rclone/rclone", {"RCLONE_AUTH_KEY": "key,secret"}, ("key", "secret")),
        ("rclone/rclone", {"RCLONE_AUTH_KEY": '"key,secret"'}, ("key", "secret")),
        ("localstack/localstack", {}, ("test", "test")),
        ("chrislusf/seaweedfs", {}, ("", "")),
        ("rustfs/rustfs", {"RUSTFS_ACCESS_KEY": "u", "RUSTFS_SECRET_KEY": "p"}, ("u", "p")),
    ],
)
def test_s3_keys_have_other_names_in_each_image(
    image: str, environment: dict[str, str], known: tuple[str, str]
) -> None:
    assert known_as(Role.S3, image, **environment)[:2] == known


def test_rclones_keys_may_stand_in_its_command() -> None:
    command = ("serve", "s3", "--auth-key", "key,secret", "/data")

    assert known_as(Role.S3, "rclone/rclone", *command)[:2] == ("key", "secret")


def test_passwords_do_not_print_themselves() -> None:
    service = Service("db", Role.POSTGRES, "postgres", environment={"POSTGRES_PASSWORD": "hidden"})

    assert "hidden" not in f"{credentials(service)} {credentials(service)[1]}"
