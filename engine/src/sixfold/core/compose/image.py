"""What an image reference tells: which server it is, of which major version, in which role."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sixfold.core.service import Role

_POSTGRES: Final = re.compile(
    r"postgres(ql)?|postgresql-\d+(-.+)?|postgis|pgvector|pgvecto-rs|timescaledb(-ha)?|paradedb"
    r"|citus|alloydbomni|postgresql-repmgr|postgres-ssl"
)
_REDIS: Final = re.compile(
    r"(redis|valkey)(-\d+(-.+)?)?|keydb|dragonfly|redict|garnet|redis-stack(-server)?"
    r"|valkey-bundle"
)
_S3: Final = re.compile(
    r"minio|localstack(-pro)?|garage|rustfs|s3mock|s3-ninja|s3proxy|versitygw|zenko"
)
_CEPH: Final = re.compile(r"(.+/)?ceph/(daemon|demo|ceph)")
# PostgreSQL images whose own version is another one than the server's.
_OWN_VERSION: Final = re.compile(r"pgvector|pgvecto-rs|timescaledb(-ha)?|paradedb|citus")
_SERVER_IN_TAG: Final = re.compile(r"(?:^|[^a-z])pg-?(\d+)")
# Longer numbers are dates.
_LEADING: Final = re.compile(r"v?(\d{1,3})(?!\d)")
_EXTENSIONS: Final = re.compile(r"postgis|pgvector|pgvecto-rs|timescaledb|paradedb|citus")


@dataclass(frozen=True, slots=True)
class Image:
    """`registry:5000/team/postgres:18@sha256:...` in its parts; `name` is the last word."""

    repository: str
    tag: str = ""
    digest: str = ""

    @property
    def name(self) -> str:
        return self.repository.rpartition("/")[2]


def parse_image(reference: str) -> Image:
    """The parts of a reference; a colon before the last slash is a registry's port."""
    named, _, digest = reference.partition("@")
    head, slash, last = named.rpartition("/")
    name, _, tag = last.partition(":")
    return Image(f"{head}{slash}{name}".lower(), tag, digest)


def role_of(image: Image, command: Sequence[str] = ()) -> Role:
    """What a service of this image is, whatever it is called.

    Images that can be several things are told apart by their command: rclone and SeaweedFS are
    S3 only where they serve it. Exporters, backups and administration pages are none of the roles.
    """
    words = " ".join(command).split()
    if _POSTGRES.fullmatch(image.name):
        return Role.POSTGRES
    if _REDIS.fullmatch(image.name):
        return Role.REDIS
    if _S3.fullmatch(image.name) or _CEPH.fullmatch(image.repository):
        return Role.S3
    if image.name == "rclone":
        return Role.S3 if _follows(words, "serve", "s3") else Role.OTHER
    if image.name == "seaweedfs":
        serves = any(word.partition("=")[0] in ("s3", "-s3", "--s3", "mini") for word in words)
        return Role.S3 if serves else Role.OTHER
    return Role.OTHER


def major_of(image: Image, role: Role) -> int | None:
    """The server's major version as the tag names it, or None.

    `pg16` anywhere in a PostgreSQL tag is the server's; a leading number is it elsewhere, except
    for images that count their own releases there, and dates.
    """
    if role is Role.POSTGRES:
        named = _SERVER_IN_TAG.search(image.tag)
        if named is not None:
            return int(named[1])
        in_name = re.search(r"-(\d+)(?:-|$)", image.name)
        if not image.tag[:1].isdigit() and in_name is not None:
            return int(in_name[1])
        if _OWN_VERSION.fullmatch(image.name):
            return None
    leading = _LEADING.match(image.tag)
    return int(leading[1]) if leading else None


def extensions_of(image: Image) -> str:
    """The name of what an image adds to PostgreSQL, or nothing."""
    named = _EXTENSIONS.match(image.name)
    return named.group() if named else ""


def _follows(words: Sequence[str], first: str, second: str) -> bool:
    return any(pair == (first, second) for pair in pairwise(words))
