"""Every name that is rendered from a namespace: of databases, buckets, hosts, containers, ports.

Two namespaces never share a name of one kind, nor do development and tests. Databases, Redis
scopes and cookies of two projects are apart too. The spelling of buckets, hosts and containers
leaves no room for the project's mark: two projects that share one server, one bucket's stem and one
explicit namespace meet there, and only the record on the resource tells whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sixfold.core.naming import digest, fit, mark, stem
from sixfold.errors import RequestError

if TYPE_CHECKING:
    from sixfold.core.namespace import Namespace

# What follows a namespace in the name of a worker's or a test's own database.
_WORKER: Final = re.compile(r"gw(0|[1-9][0-9]{0,2})")
_SUFFIX: Final = re.compile(r"gw[0-9]{1,3}|f[0-9]{1,6}")
_LONGEST_SUFFIX: Final = len("_gw999_f999999")
_FRESH_LIMIT: Final = 1_000_000
# S3 keeps names that end in -s3alias, and some that begin with these words, for itself.
_BUCKET_LAST: Final = re.compile(r"gw[0-9]{1,3}|s3alias")
_BUCKET_BANNED: Final = frozenset({"xn", "sthree", "amzn"})
_KINDS: Final = frozenset({"test", "dev", "template"})
# PostgreSQL's identifiers, S3's buckets and DNS labels all end here.
_LIMIT: Final = 63
_STEM_LIMIT: Final = 20
_SUFFIX_LIMIT: Final = 32
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{1,32}")
# Below every system's ephemeral range (from 32768 on Linux, 49152 elsewhere).
PORTS: Final = range(20_000, 30_000)


@dataclass(frozen=True, slots=True)
class Names:
    """Every name of one project's resources, legal where it is used and never two things' name.

    `database` and `bucket` are what the names of databases and buckets begin with. They are used
    as given where that can be read one way only, else they get a mark: so does a database's that
    is not the project's own name, as another project may use it too.
    """

    project: str
    database: str
    bucket: str

    def test_database(self, namespace: Namespace) -> str:
        """`finance_report_test_feature_auth`: of a test process without xdist."""
        return self._database("test", namespace)

    def worker_database(self, namespace: Namespace, worker: str) -> str:
        """`finance_report_test_feature_auth_gw0`; `worker` is as pytest-xdist names it.

        Raises RequestError for a worker that is neither `master` (or empty) nor `gw0` to `gw999`.
        """
        return "_".join([self.test_database(namespace), *_worker(worker)])

    def fresh_database(self, namespace: Namespace, worker: str, ordinal: int) -> str:
        """`finance_report_test_feature_auth_gw0_f12`: one test's own; `ordinal` below a million."""
        if not 0 <= ordinal < _FRESH_LIMIT:
            raise RequestError(f"fresh database {ordinal}: a worker has fewer than {_FRESH_LIMIT}")
        return f"{self.worker_database(namespace, worker)}_f{ordinal}"

    def template_database(self, fingerprint: str) -> str:
        """`finance_report_template_<fingerprint>`, shared by all namespaces of the project."""
        if not _FINGERPRINT.fullmatch(fingerprint):
            raise RequestError(f"{fingerprint!r} is not a fingerprint: 1 to 32 hexadecimal digits")
        return f"{self._database_stem()}_template_{fingerprint}"

    def dev_database(self, namespace: Namespace) -> str:
        """`finance_report_dev_feature_auth`: a developer's data."""
        return self._database("dev", namespace)

    def dev_bucket(self, namespace: Namespace) -> str:
        """`statements-feature-auth`; a namespace that begins like a kind has `-dev-` before it."""
        kind = ["dev"] if namespace.slug.split("_")[0] in ("dev", "test") else []
        return _hyphened(self._bucket_stem(), *kind, self._bucket_body(namespace))

    def test_bucket(self, namespace: Namespace, worker: str) -> str:
        """`statements-test-feature-auth-gw0`."""
        body = self._bucket_body(namespace)
        return _hyphened(self._bucket_stem(), "test", body, *_worker(worker))

    def redis_scope(self, namespace: Namespace, worker: str) -> str:
        """`finance_report:test:feature_auth:gw0`."""
        return ":".join([self._project(), "test", namespace.slug, *_worker(worker)])

    def dev_redis_scope(self, namespace: Namespace) -> str:
        """`finance_report:dev:feature_auth`."""
        return f"{self._project()}:dev:{namespace.slug}"

    def host(self, namespace: Namespace, app: str) -> str:
        """`backend.feature-auth.localhost`, which resolves to loopback by itself."""
        label = _hyphened(fit(namespace.slug, _LIMIT))
        return f"{_label(app)}.{label}.localhost"

    def suffix(self, namespace: Namespace) -> str:
        """`-feature-auth`: what a container's name ends in."""
        return "-" + _hyphened(fit(namespace.slug, _SUFFIX_LIMIT))

    def container(self, namespace: Namespace, service: str) -> str:
        """`finance-report-backend-feature-auth`, also a DNS label."""
        head = _hyphened(self._project(), _one_part(service, service))
        return _hyphened(head, fit(namespace.slug, _LIMIT - len(head) - 1))

    def port(self, namespace: Namespace, app: str) -> int:
        """The port to try first, the same each time, within `PORTS`; another app may have it."""
        number = int(digest(self.project, namespace.slug, app), 16)
        return PORTS[number % len(PORTS)]

    def cookie(self, namespace: Namespace) -> str:
        """`session.finance_report.feature_auth`: cookies do not tell ports apart."""
        return f"session.{self._project()}.{fit(namespace.slug, _LIMIT)}"

    def _database(self, kind: str, namespace: Namespace) -> str:
        start = self._database_stem()
        room = _LIMIT - len(start) - len("_test_") - _LONGEST_SUFFIX
        return f"{start}_{kind}_{fit(namespace.slug, room, last=_SUFFIX)}"

    def _database_stem(self) -> str:
        identity = (self.project, self.database)
        if self.project != self.database:
            return mark(self.database, _STEM_LIMIT, *identity, banned=_KINDS)
        return stem(self.database, _STEM_LIMIT, *identity, banned=_KINDS)

    def _bucket_stem(self) -> str:
        return _one_part(self.bucket, self.project, self.bucket, banned=_BUCKET_BANNED)

    def _bucket_body(self, namespace: Namespace) -> str:
        room = _LIMIT - len(self._bucket_stem()) - len("-test-") - len("-gw999")
        return fit(namespace.slug, room, last=_BUCKET_LAST)

    def _project(self) -> str:
        return stem(self.project, _STEM_LIMIT)


def _worker(worker: str) -> list[str]:
    if worker in ("", "master"):
        return []
    if not _WORKER.fullmatch(worker):
        raise RequestError(f"{worker!r} is not a worker: expected master or gw0 to gw999")
    return [worker]


def _one_part(text: str, *identity: str, banned: Collection[str] = ()) -> str:
    """`text` where it has one part: several could be another's one with a namespace behind it."""
    if "_" in text:
        return mark(text, _STEM_LIMIT, *identity, banned=banned)
    return stem(text, _STEM_LIMIT, *identity, banned=banned)


def _label(text: str) -> str:
    """`text` as a DNS label, in which a hyphen needs no mark and whatever else is changed does."""
    if "_" in text:
        return _hyphened(mark(text, _LIMIT, text))
    return _hyphened(stem(text.replace("-", "_"), _LIMIT, text))


def _hyphened(*parts: str) -> str:
    return "-".join(parts).replace("_", "-")
