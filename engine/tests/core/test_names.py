"""Names of resources: legal where they are used, and never the name of two things."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sixfold.core.names import PORTS
from sixfold.core.namespace import Names, Namespace, Source
from sixfold.errors import RequestError

NAMES = Names("finance_report", "finance_report", "statements")
WORKERS = ("master", "gw0", "gw1", "gw12", "gw999")
ORDINALS = (0, 1, 12, 999_999)

# Parts that mean something elsewhere in a name, and shapes that a shortened name ends in.
HOSTILE = ["test", "dev", "template", "gw0", "gw12", "f1", "f999999", "x1234abcd", "deadbeef"]
HOSTILE += ["s3alias", "xn", "sthree", "amzn", "s3", "demo", "x", "a", "statements", "session"]


def slugs() -> st.SearchStrategy[str]:
    part = st.sampled_from(HOSTILE) | st.text("abx019", min_size=1, max_size=30)
    return st.lists(part, min_size=1, max_size=8).map("_".join)


def namespace(slug: str) -> Namespace:
    return Namespace(slug, f"explicit {slug}", Source.EXPLICIT)


def databases(names: Names, slug: str) -> Iterator[str]:
    """Every database that one namespace of one project can have."""
    ours = namespace(slug)
    yield names.dev_database(ours)
    yield names.test_database(ours)
    for worker in WORKERS[1:]:
        yield names.worker_database(ours, worker)
    for worker in WORKERS:
        for ordinal in ORDINALS:
            yield names.fresh_database(ours, worker, ordinal)


def buckets(names: Names, slug: str) -> Iterator[str]:
    yield names.dev_bucket(namespace(slug))
    for worker in WORKERS:
        yield names.test_bucket(namespace(slug), worker)


def others(names: Names, slug: str) -> Iterator[str]:
    """Names of kinds that may not meet within the kind; each is labelled with its kind."""
    ours = namespace(slug)
    yield from (f"redis {names.redis_scope(ours, worker)}" for worker in WORKERS)
    yield f"redis {names.dev_redis_scope(ours)}"
    yield f"cookie {names.cookie(ours)}"
    yield f"suffix {names.suffix(ours)}"
    for word in ("backend", "web-ui", "web_ui", "Web-ui", "a", "postgres-a"):
        yield f"host {names.host(ours, word)}"
        yield f"container {names.container(ours, word)}"


def test_the_documented_names() -> None:
    ours = namespace("feature_auth")
    assert NAMES.test_database(ours) == "finance_report_test_feature_auth"
    assert NAMES.worker_database(ours, "gw0") == "finance_report_test_feature_auth_gw0"
    assert NAMES.dev_database(namespace("branch_a")) == "finance_report_dev_branch_a"
    assert NAMES.dev_bucket(namespace("branch_a")) == "statements-branch-a"
    assert NAMES.test_bucket(ours, "gw0") == "statements-test-feature-auth-gw0"
    assert NAMES.suffix(namespace("pr_123")) == "-pr-123"
    assert NAMES.host(ours, "backend") == "backend.feature-auth.localhost"
    assert NAMES.container(namespace("pr_47"), "backend") == "finance-report-backend-pr-47"


@pytest.mark.parametrize("alone", ["", "master"])
def test_a_process_without_xdist_uses_the_database_of_the_namespace(alone: str) -> None:
    ours = namespace("feature_auth")
    assert NAMES.worker_database(ours, alone) == NAMES.test_database(ours)
    assert NAMES.test_bucket(ours, alone) == "statements-test-feature-auth"


@pytest.mark.parametrize("worker", ["gw", "gw-1", "gw1000", "gw01", "main", "gw0; drop", "gw0\n"])
def test_what_is_no_worker_is_refused(worker: str) -> None:
    with pytest.raises(RequestError, match="is not a worker"):
        NAMES.worker_database(namespace("a"), worker)


@pytest.mark.parametrize("ordinal", [-1, 1_000_000])
def test_an_ordinal_that_would_not_fit_is_refused(ordinal: int) -> None:
    with pytest.raises(RequestError, match="fewer than"):
        NAMES.fresh_database(namespace("a"), "gw0", ordinal)


@pytest.mark.parametrize("fingerprint", ["", "xyz", "../a", "a" * 33])
def test_what_is_no_fingerprint_is_refused(fingerprint: str) -> None:
    with pytest.raises(RequestError, match="is not a fingerprint"):
        NAMES.template_database(fingerprint)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("x_gw0", "master"), ("x", "gw0")),
        (("x_gw12", "gw0"), ("x", "gw12")),
        (("x_f1", "master"), ("x", "master")),
        (("x_gw0_f1", "master"), ("x", "gw0")),
    ],
)
def test_a_namespace_called_like_a_workers_or_a_tests_is_apart(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    def made(slug: str, worker: str) -> set[str]:
        ours = namespace(slug)
        fresh = {NAMES.fresh_database(ours, worker, ordinal) for ordinal in ORDINALS}
        return {NAMES.worker_database(ours, worker), NAMES.test_bucket(ours, worker), *fresh}

    assert made(*one).isdisjoint(made(*other))


@pytest.mark.parametrize("render", [databases, buckets, others])
def test_a_namespace_called_like_a_shortened_one_is_apart(
    render: Callable[[Names, str], Iterator[str]],
) -> None:
    long = "a" * 80
    shortened = {
        NAMES.test_database(namespace(long)).removeprefix("finance_report_test_"),
        NAMES.dev_bucket(namespace(long)).removeprefix("statements-").replace("-", "_"),
        NAMES.suffix(namespace(long)).removeprefix("-").replace("-", "_"),
        NAMES.host(namespace(long), "a").split(".")[1].replace("-", "_"),
        NAMES.container(namespace(long), "a").removeprefix("finance-report-a-").replace("-", "_"),
    }
    for slug in shortened:
        assert set(render(NAMES, slug)).isdisjoint(render(NAMES, long))


@pytest.mark.parametrize("slug", ["test_x", "dev_test_x", "dev_x", "test", "dev_dev_x"])
def test_a_namespace_called_like_a_kind_keeps_its_files_apart(slug: str) -> None:
    for other in {"x", "test_x", "dev_x", "dev_test_x"} - {slug}:
        assert NAMES.dev_bucket(namespace(slug)) not in set(buckets(NAMES, other))


@pytest.mark.parametrize(
    ("bucket", "slug"),
    [("statements", "s3alias"), ("statements", "x_s3alias"), ("amzn", "s3_demo_x"), ("xn", "a")],
)
def test_what_s3_keeps_for_itself_is_not_used(bucket: str, slug: str) -> None:
    for name in buckets(Names("shop", "shop", bucket), slug):
        assert not name.startswith(("xn-", "sthree-", "amzn-s3-demo-"))
        assert not name.endswith("-s3alias")


@pytest.mark.parametrize("between", ["_", "-", "."])
def test_where_a_stem_ends_and_the_namespace_begins_makes_another_name(between: str) -> None:
    longer = f"statements{between}feature"
    one = Names("shop", "shop", longer).dev_bucket(namespace("auth"))
    assert one != NAMES.dev_bucket(namespace("feature_auth"))
    service = NAMES.container(namespace("auth"), f"backend{between}feature")
    assert service != NAMES.container(namespace("feature_auth"), "backend")


def test_a_project_called_like_anothers_marked_name_is_apart() -> None:
    shop = Names("shop", "app", "my-uploads")
    stem = shop.dev_database(namespace("x")).removesuffix("_dev_x")
    impostor = Names(stem, stem, shop.dev_bucket(namespace("x")).removesuffix("-x"))
    assert set(databases(impostor, "x")).isdisjoint(databases(shop, "x"))
    assert set(buckets(impostor, "x")).isdisjoint(buckets(shop, "x"))


def test_a_project_named_like_anothers_tests_stays_apart() -> None:
    other = Names("finance_report_test", "finance_report_test", "statements")
    assert other.dev_database(namespace("x")) != NAMES.test_database(namespace("dev_x"))


def test_two_projects_with_one_database_name_stay_apart() -> None:
    shop, bank = Names("shop", "app", "files"), Names("bank", "app", "files")
    ours = namespace("main")
    assert shop.test_database(ours) != bank.test_database(ours)
    assert shop.template_database("ab12") != bank.template_database("ab12")
    assert shop.cookie(ours) != bank.cookie(ours)


@given(slugs())
def test_databases_are_legal_identifiers_that_nothing_cuts(slug: str) -> None:
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,62}", name) for name in databases(NAMES, slug))


@given(slugs(), st.text(min_size=1, max_size=80), st.text(max_size=80))
def test_no_stem_makes_a_database_illegal(slug: str, database: str, project: str) -> None:
    names = Names(project, database, "statements")
    for name in (*databases(names, slug), names.template_database("f" * 32)):
        assert re.fullmatch(r"[a-z0-9][a-z0-9_]{0,62}", name)


@given(slugs(), st.sampled_from([*HOSTILE, "my-uploads", "My.Bucket", "xn--a", "日本", "b" * 70]))
def test_buckets_are_legal_in_s3(slug: str, bucket: str) -> None:
    for name in buckets(Names("finance_report", "finance_report", bucket), slug):
        assert re.fullmatch(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]", name)
        assert "--" not in name
        assert not name.startswith(("xn-", "sthree-", "amzn-s3-demo-"))
        assert not name.endswith("-s3alias")


@given(slugs(), st.text(min_size=1, max_size=80), st.text(min_size=1, max_size=80))
def test_hosts_containers_and_cookies_are_legal(slug: str, word: str, project: str) -> None:
    names, ours = Names(project, "app", "files"), namespace(slug)
    label = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
    app, own, top = names.host(ours, word).split(".")
    assert all(label.fullmatch(part) for part in (app, own))
    assert top == "localhost"
    assert label.fullmatch(names.container(ours, word))
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,128}", names.cookie(ours))


@pytest.mark.parametrize("render", [databases, buckets, others])
@given(slugs=st.sets(slugs(), min_size=2, max_size=4))
def test_no_two_things_share_a_name(
    render: Callable[[Names, str], Iterator[str]], slugs: set[str]
) -> None:
    made = [name for slug in slugs for name in render(NAMES, slug)]
    assert len(made) == len(set(made))


@given(slugs(), slugs(), slugs(), slugs(), st.booleans())
def test_databases_of_two_projects_never_meet(
    one: str, two: str, slug: str, another: str, own: bool
) -> None:
    assume(one != two)
    first = Names(one, one if own else "app", "files")
    second = Names(two, two if own else "app", "files")
    assert set(databases(first, slug)).isdisjoint(databases(second, another))
    assert first.template_database("ab") != second.template_database("ab")


@given(slugs(), slugs(), slugs(), slugs())
def test_buckets_of_two_stems_never_meet(one: str, two: str, slug: str, another: str) -> None:
    assume(one != two)
    first, second = Names("shop", "shop", one), Names("bank", "bank", two)
    assert set(buckets(first, slug)).isdisjoint(buckets(second, another))


@given(slugs())
def test_a_port_is_stable_and_outside_the_ephemeral_range(slug: str) -> None:
    port = NAMES.port(namespace(slug), "backend")
    assert port == NAMES.port(namespace(slug), "backend")
    assert 1024 < PORTS.start <= port < PORTS.stop <= 32_768


def test_ports_of_many_namespaces_are_spread_out() -> None:
    chosen = {NAMES.port(namespace(f"branch_{number}"), "backend") for number in range(100)}
    assert len(chosen) > 90
