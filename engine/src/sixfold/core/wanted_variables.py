"""Which environment variables a repository reads for its services, and what belongs in each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from sixfold.core.service import Role

_NAME: Final = r"[\"']([A-Z][A-Z0-9_]+)[\"']"
_DEFAULT: Final = r"(?:\s*,\s*(?:default\s*=\s*)?[\"']([^\"'\n]*)[\"'])?"
# os.environ["X"], environ.get("X", "default"), os.getenv("X"), env.str("X"), config("X"), ...
_READ: Final = re.compile(
    r"(?:environ\s*\[\s*|environ\.(?:get|setdefault|pop)\(\s*|getenv\(\s*"
    r"|\b[Ee]nv(?:iron)?(?:\.\w+)?\(\s*|\bconfig\(\s*|validation_alias\s*=\s*|alias\s*=\s*)"
    + _NAME
    + _DEFAULT
)
_SETTINGS_CLASS: Final = re.compile(
    r"^class \w+\([^)]*BaseSettings[^)]*\):\n((?:[ \t].*\n|\n)+)", re.M
)
_FIELD: Final = re.compile(
    r"^[ \t]+([a-zA-Z]\w*)[ \t]*:[ \t]*[^=\n]+(?:=[ \t]*(?:[\"']([^\"'\n]*)[\"'])?|$)", re.M
)
_PREFIX: Final = re.compile(r"env_prefix\s*=\s*[\"'](\w*)[\"']")

_POSTGRES: Final = r"(?:DB|DATABASE|POSTGRES|POSTGRESQL|PG|SQL)"
_REDIS: Final = r"(?:REDIS|VALKEY|CACHE|BROKER|CELERY)"
_S3: Final = r"(?:S3|AWS|MINIO|STORAGE|OBJECT_STORE|OBJECT_STORAGE)"
_HEAD: Final = r"(?:[A-Z0-9]+_)*?"


@dataclass(frozen=True, slots=True)
class _Rule:
    """What belongs in the variables that a pattern matches."""

    pattern: re.Pattern[str]
    role: Role
    template: str


def _rule(role: Role, pattern: str, template: str) -> _Rule:
    return _Rule(re.compile(_HEAD + pattern), role, template)


# The first that matches counts.
_RULES: Final = (
    _rule(Role.S3, rf"{_S3}_(?:[A-Z]+_)?ENDPOINT(?:_URL|_URI)?(?:_S3)?", "{s3.url}"),
    _rule(Role.S3, rf"{_S3}_(?:URL|URI)", "{s3.url}"),
    _rule(
        Role.S3,
        rf"{_S3}_(?:[A-Z0-9]+_)?(?:SECRET(?:_ACCESS)?_KEY|SECRET|ROOT_PASSWORD)",
        "{s3.password}",
    ),
    _rule(Role.S3, rf"{_S3}_(?:[A-Z0-9]+_)?(?:ACCESS_KEY(?:_ID)?|ROOT_USER|KEY_ID)", "{s3.user}"),
    _rule(Role.S3, rf"(?:{_S3}_)?(?:[A-Z0-9]+_)?BUCKET(?:_NAME)?", "{bucket}"),
    _rule(Role.REDIS, rf"{_REDIS}_(?:[A-Z]+_)?(?:URL|URI|DSN)", "{redis.url}"),
    _rule(Role.REDIS, r"(?:BROKER|RESULT)_BACKEND", "{redis.url}"),
    _rule(Role.REDIS, r"(?:REDIS|VALKEY)_?(?:HOST|HOSTNAME|SERVER)", "{redis.host}"),
    _rule(Role.REDIS, r"(?:REDIS|VALKEY)_?PORT", "{redis.port}"),
    _rule(Role.REDIS, r"(?:REDIS|VALKEY)_?(?:PASSWORD|PASS)", "{redis.password}"),
    _rule(Role.REDIS, r"(?:REDIS|VALKEY)_?(?:DB|INDEX|DATABASE)", "{redis.index}"),
    _rule(Role.POSTGRES, rf"{_POSTGRES}_?(?:URL|URI|DSN)", "{postgres.url}"),
    _rule(Role.POSTGRES, r"SQLALCHEMY_DATABASE_(?:URL|URI)", "{postgres.url}"),
    _rule(Role.POSTGRES, rf"{_POSTGRES}_?(?:HOST|HOSTNAME|SERVER|ADDR)", "{postgres.host}"),
    _rule(Role.POSTGRES, rf"{_POSTGRES}_?PORT", "{postgres.port}"),
    _rule(Role.POSTGRES, rf"{_POSTGRES}_?(?:USER|USERNAME)", "{postgres.user}"),
    _rule(Role.POSTGRES, rf"{_POSTGRES}_?(?:PASSWORD|PASSWD|PASS|PWD)", "{postgres.password}"),
    _rule(Role.POSTGRES, rf"{_POSTGRES}_?(?:NAME|DB|DATABASE|DBNAME)", "{database}"),
)
_SCHEMES: Final = {
    Role.POSTGRES: re.compile(r"(postgres(?:ql)?(?:\+\w+)?|postgis)://"),
    Role.REDIS: re.compile(r"(rediss?|valkey)://"),
}


def variables_in_python(text: str) -> Iterator[tuple[str, str]]:
    """Each variable that Python source reads from its environment, with its default or nothing."""
    for match in _READ.finditer(text):
        yield match[1], match[2] or ""
    for settings in _SETTINGS_CLASS.finditer(text):
        prefix = _PREFIX.search(settings[1])
        for field in _FIELD.finditer(settings[1]):
            yield f"{prefix[1] if prefix else ''}{field[1]}".upper(), field[2] or ""


def template_for(
    name: str, example: str, roles: Collection[Role], *, scheme: str = ""
) -> str | None:
    """What belongs in a variable, or None where it is none of these services'.

    `example` is a value that was seen in it: its scheme is kept (`postgresql+asyncpg`). `scheme`
    is the one that PostgreSQL URLs have elsewhere in the repository.
    """
    for rule in _RULES:
        if rule.role in roles and rule.pattern.fullmatch(name):
            return _shaped(rule, example, scheme)
    return None


def scheme_in(text: str) -> str:
    """The scheme with a driver in it that a text uses for PostgreSQL, or nothing."""
    found = re.search(r"\b(postgresql\+\w+)://", text)
    return found[1] if found else ""


def _shaped(rule: _Rule, example: str, scheme: str) -> str:
    """The template in the shape that the example shows."""
    if rule.template == "{postgres.url}":
        seen = _SCHEMES[Role.POSTGRES].match(example)
        own = seen[1] if seen else scheme
        if own and own != "postgresql":
            place = "{postgres.user}:{postgres.password}@{postgres.address}/{database}"
            return f"{own}://{place}{_query(example)}"
        return rule.template + _query(example)
    if rule.template == "{s3.url}" and example and "://" not in example:
        return "{s3.address}"
    return rule.template


def _query(example: str) -> str:
    """Options of an example's URL; what they say of encryption does not hold on loopback."""
    _, mark, query = example.partition("?")
    return f"?{query}" if mark and "ssl" not in query and "$" not in query else ""
