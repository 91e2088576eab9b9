"""A service's role and version come from its image, whatever it is called."""

from __future__ import annotations

import pytest
from sixfold.core.compose.image import major_of, parse_image, role_of
from sixfold.core.service import Role


@pytest.mark.parametrize(
    ("reference", "role", "major"),
    [
        ("postgres", Role.POSTGRES, None),
        ("postgres:18", Role.POSTGRES, 18),
        ("postgres:16.4-alpine3.20", Role.POSTGRES, 16),
        ("docker.io/library/postgres:17", Role.POSTGRES, 17),
        ("localhost:5000/postgres", Role.POSTGRES, None),
        ("registry.example:5000/team/postgres:15-bookworm", Role.POSTGRES, 15),
        ("postgres:16@sha256:0123456789abcdef", Role.POSTGRES, 16),
        ("postgres@sha256:0123456789abcdef", Role.POSTGRES, None),
        ("postgis/postgis:16-3.4", Role.POSTGRES, 16),
        ("pgvector/pgvector:pg17", Role.POSTGRES, 17),
        ("pgvector/pgvector:0.8.0-pg16", Role.POSTGRES, 16),
        ("timescale/timescaledb:2.14.2-pg15", Role.POSTGRES, 15),
        ("timescale/timescaledb:2.14.2", Role.POSTGRES, None),
        ("bitnami/postgresql:16.2.0-debian-12-r5", Role.POSTGRES, 16),
        ("supabase/postgres:15.1.0.117", Role.POSTGRES, 15),
        ("quay.io/sclorg/postgresql-15-c9s:latest", Role.POSTGRES, 15),
        ("redis:7-alpine", Role.REDIS, 7),
        ("valkey/valkey:9", Role.REDIS, 9),
        ("eqalpha/keydb:latest", Role.REDIS, None),
        ("docker.dragonflydb.io/dragonflydb/dragonfly:v1.21.2", Role.REDIS, 1),
        ("redis/redis-stack-server:7.2.0-v10", Role.REDIS, 7),
        ("minio/minio:RELEASE.2024-01-16T16-07-38Z", Role.S3, None),
        ("quay.io/minio/minio", Role.S3, None),
        ("bitnami/minio:2024.1.1", Role.S3, None),
        ("localstack/localstack:3", Role.S3, 3),
        ("dxflrs/garage:v1.0.1", Role.S3, 1),
        ("rustfs/rustfs", Role.S3, None),
        ("quay.io/ceph/demo:latest", Role.S3, None),
    ],
)
def test_images_are_recognised(reference: str, role: Role, major: int | None) -> None:
    image = parse_image(reference)

    assert role_of(image) is role
    assert major_of(image, role) == major


@pytest.mark.parametrize(
    "reference",
    [
        "prom/postgres-exporter:v0.15",
        "prodrigestivill/postgres-backup-local:16",
        "dpage/pgadmin4",
        "edoburu/pgbouncer",
        "postgrest/postgrest",
        "rediscommander/redis-commander",
        "oliver006/redis_exporter",
        "redis/redisinsight",
        "minio/mc",
        "nginx:1.27",
        "mypostgres/app",
        "",
    ],
)
def test_what_only_talks_to_a_server_is_none(reference: str) -> None:
    assert role_of(parse_image(reference)) is Role.OTHER


@pytest.mark.parametrize(
    ("reference", "command", "role"),
    [
        ("rclone/rclone:1.75", ("serve", "s3", "/data"), Role.S3),
        ("rclone/rclone:1.75", ("serve", "webdav", "/data"), Role.OTHER),
        ("rclone/rclone", ("sync", "/data", "s3:backup"), Role.OTHER),
        ("chrislusf/seaweedfs", ("server", "-s3"), Role.S3),
        ("chrislusf/seaweedfs", ("server", "-s3=true", "-dir=/data"), Role.S3),
        ("chrislusf/seaweedfs", ("s3", "-filer=filer:8888"), Role.S3),
        ("chrislusf/seaweedfs", ("master", "-ip=master"), Role.OTHER),
        ("chrislusf/seaweedfs", ("volume", "-mserver=master:9333"), Role.OTHER),
    ],
)
def test_images_of_many_uses_are_told_apart_by_their_command(
    reference: str, command: tuple[str, ...], role: Role
) -> None:
    assert role_of(parse_image(reference), command) is role


def test_a_registrys_port_is_no_tag() -> None:
    image = parse_image("registry.example:5000/team/postgres")

    assert (image.repository, image.tag) == ("registry.example:5000/team/postgres", "")
