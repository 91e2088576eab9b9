"""The identity of a checkout: which names are given as they are, and that no two are alike."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.namespace import Namespace, Source, decide_namespace, sanitize_namespace
from sixfold.errors import RequestError

HOME = "/home/ann/finance_report"


def explicit(branch: str, workspace: str | None = None, **taken: str) -> Namespace:
    return decide_namespace(
        branch_name=branch,
        workspace_id=workspace,
        git_branch="main",
        checkout=HOME,
        taken=taken,
    )


def detected(branch: str | None, checkout: str = HOME, **taken: str) -> Namespace:
    return decide_namespace(
        branch_name=None, workspace_id=None, git_branch=branch, checkout=checkout, taken=taken
    )


def git_branches() -> st.SearchStrategy[str]:
    """Every branch name that `git check-ref-format --branch` lets pass."""
    letters = st.characters(
        exclude_categories=["Cs"],
        exclude_characters=[*map(chr, range(0x21)), "\x7f", *"~^:?*[\\/"],
    )
    component = st.text(letters, min_size=1, max_size=60).filter(
        lambda text: not text.startswith(".") and not text.endswith(".lock")
    )
    return (
        st.lists(component, min_size=1, max_size=6)
        .map("/".join)
        .filter(lambda name: ".." not in name and "@{" not in name and not name.endswith("."))
        .filter(lambda name: not name.startswith("-") and name != "HEAD")
    )


def names_of_people() -> st.SearchStrategy[str]:
    """What a person or script puts into BRANCH_NAME or WORKSPACE_ID, well-meant or not."""
    spelled = st.lists(st.sampled_from(["a", "b", "A", "1"]), min_size=1, max_size=3).flatmap(
        lambda words: st.sampled_from(["-", "_", "/", " "]).map(lambda between: between.join(words))
    )
    return st.one_of(spelled, git_branches(), st.text(min_size=1, max_size=40)).filter(str.strip)


@pytest.mark.parametrize(
    ("branch", "workspace", "slug"),
    [
        ("feature-auth", None, "feature_auth"),
        ("feature-auth", "", "feature_auth"),
        ("feature-auth", "alice", "feature_auth_alice"),
        ("feature/auth-v2", None, "feature_auth_v2"),
        ("pr-12", "bob", "pr_12_bob"),
    ],
)
def test_explicit_names_are_taken_as_given(branch: str, workspace: str | None, slug: str) -> None:
    namespace = explicit(branch, workspace)
    assert (namespace.slug, namespace.source) == (slug, Source.EXPLICIT)


def test_a_branch_of_git_carries_a_hash_and_its_source() -> None:
    namespace = detected("feature-payments")
    assert re.fullmatch(r"feature_payments_[0-9a-f]{8}", namespace.slug)
    assert namespace.source is Source.GIT


def test_two_clones_on_one_branch_are_apart() -> None:
    assert detected("main", "/src/one").slug != detected("main", "/src/two").slug


def test_branches_that_read_alike_are_apart() -> None:
    spellings = ["feature/auth", "feature-auth", "feature_auth", "Feature/Auth"]
    assert len({detected(branch).slug for branch in spellings}) == len(spellings)


def test_a_detached_head_is_known_by_its_checkout_and_is_no_fallback() -> None:
    namespace = detected("HEAD")
    assert re.fullmatch(r"detached_[0-9a-f]{8}", namespace.slug)
    assert namespace.source is Source.GIT
    assert namespace.slug != detected("HEAD", "/elsewhere").slug


def test_a_branch_called_detached_is_not_a_detached_head() -> None:
    assert detected("detached").slug != detected("HEAD").slug


def test_without_git_the_path_alone_tells_checkouts_apart() -> None:
    namespace = detected(None)
    assert re.fullmatch(r"default_[0-9a-f]{8}", namespace.slug)
    assert namespace.source is Source.FALLBACK
    assert namespace.slug != detected(None, "/elsewhere").slug


@pytest.mark.parametrize("blank", ["", "   ", None])
def test_a_blank_branch_name_is_none(blank: str | None) -> None:
    namespace = decide_namespace(
        branch_name=blank, workspace_id=None, git_branch="main", checkout=HOME
    )
    assert namespace.source is Source.GIT


def test_a_workspace_without_a_branch_name_still_isolates() -> None:
    alice, bob = (
        decide_namespace(branch_name=None, workspace_id=who, git_branch="main", checkout=HOME)
        for who in ("alice", "bob")
    )
    assert alice.slug.startswith("main_alice_")
    assert len({alice.slug, bob.slug, detected("main").slug}) == 3


def test_workspaces_that_read_alike_are_apart() -> None:
    one, two = (
        decide_namespace(branch_name=None, workspace_id=who, git_branch="main", checkout=HOME)
        for who in ("al-ice", "al_ice")
    )
    assert one.slug != two.slug


def test_where_the_branch_ends_and_the_workspace_begins_is_part_of_the_identity() -> None:
    assert explicit("feature_auth", "x").slug == "feature_auth_x"
    assert explicit("feature", "auth_x").slug != "feature_auth_x"


def test_a_second_name_that_reads_alike_gets_a_hash() -> None:
    first = explicit("feature-auth")
    second = explicit("feature_auth", feature_auth=first.raw)
    assert re.fullmatch(r"feature_auth_[0-9a-f]{8}", second.slug)


def test_whoever_has_a_slug_keeps_it() -> None:
    first = explicit("feature-auth")
    assert explicit("feature-auth", feature_auth=first.raw).slug == "feature_auth"


def test_a_name_that_once_got_a_hash_keeps_it_when_the_plain_one_becomes_free() -> None:
    first = explicit("feature-auth")
    second = explicit("feature_auth", feature_auth=first.raw)
    again = explicit("feature_auth", **{second.slug: second.raw})
    assert again == second


def test_a_detected_namespace_does_not_move_in_with_a_squatter() -> None:
    wanted = detected("main")
    squatter = explicit(wanted.slug)
    assert squatter.slug == wanted.slug
    moved = detected("main", **{squatter.slug: squatter.raw})
    assert moved.slug != squatter.slug
    assert moved.raw == wanted.raw


def test_a_long_name_is_shortened_by_a_hash_and_never_only_cut() -> None:
    one, two = explicit("a" * 200), explicit("a" * 199 + "b")
    assert one.slug.startswith("aaaa")
    assert one.slug != two.slug
    assert len(one.slug) == len(two.slug) == 28


@pytest.mark.parametrize("name", ["---", "日本語", "../..", "😀"])
def test_a_name_of_which_nothing_can_be_kept_gets_a_hash(name: str) -> None:
    assert re.fullmatch(r"branch_[0-9a-f]{8}", explicit(name).slug)


def test_an_attack_is_a_name_like_any_other() -> None:
    attack = "../../x; drop database postgres; --"
    assert explicit(attack).slug == "x_drop_database_postgres"
    assert re.fullmatch(r"x_drop_database_pos_[0-9a-f]{8}", detected(attack).slug)


def test_a_name_that_is_no_text_of_utf8_is_told_apart_too() -> None:
    assert detected("caf\udce9").slug != detected("caf\udce8").slug


@pytest.mark.parametrize("slug", ["", "a b", "A", "a__b", "_a", "a_", "a-b", "a;b", "a\n"])
def test_what_is_no_slug_is_refused(slug: str) -> None:
    with pytest.raises(RequestError, match="is not a namespace"):
        Namespace(slug, "raw", Source.EXPLICIT)


@given(st.text(max_size=300))
def test_sanitising_leaves_letters_digits_and_single_underscores(name: str) -> None:
    clean = sanitize_namespace(name)
    assert re.fullmatch(r"([a-z0-9]+(_[a-z0-9]+)*)?", clean)
    assert sanitize_namespace(clean) == clean


@given(
    branch=st.none() | names_of_people(),
    workspace=st.none() | names_of_people(),
    git_branch=st.none() | git_branches(),
    checkout=st.text(min_size=1).map(lambda text: f"/{text}"),
)
def test_every_checkout_has_one_legal_namespace(
    branch: str | None, workspace: str | None, git_branch: str | None, checkout: str
) -> None:
    first, second = (
        decide_namespace(
            branch_name=branch, workspace_id=workspace, git_branch=git_branch, checkout=checkout
        )
        for _ in range(2)
    )
    assert first == second
    assert len(first.slug) <= 28
    assert re.fullmatch(r"[ -~]+", first.raw)


IDENTITIES = st.one_of(
    st.tuples(names_of_people(), st.none() | names_of_people(), st.just(""), st.just(HOME)),
    st.tuples(
        st.none(),
        st.none() | names_of_people(),
        st.none() | git_branches(),
        st.sampled_from(["/one", "/two"]),
    ),
)


@given(st.lists(IDENTITIES, min_size=2, max_size=8, unique=True))
def test_distinct_identities_get_distinct_namespaces_and_keep_them(
    identities: list[tuple[str | None, str | None, str | None, str]],
) -> None:
    taken: dict[str, str] = {}

    def decide(identity: tuple[str | None, str | None, str | None, str]) -> Namespace:
        branch, workspace, git_branch, checkout = identity
        return decide_namespace(
            branch_name=branch,
            workspace_id=workspace,
            git_branch=git_branch,
            checkout=checkout,
            taken=taken,
        )

    decided = []
    for identity in identities:
        namespace = decide(identity)
        taken[namespace.slug] = namespace.raw
        decided.append(namespace)
    assert len({namespace.raw for namespace in decided}) == len(identities)
    assert len({namespace.slug for namespace in decided}) == len(identities)
    assert [decide(identity) for identity in identities] == decided


@given(st.lists(git_branches(), min_size=2, max_size=8, unique=True))
def test_branches_of_git_are_apart_without_knowing_of_each_other(branches: list[str]) -> None:
    slugs = [detected(branch, checkout) for branch in branches for checkout in ("/one", "/two")]
    assert all(one.slug != two.slug for one, two in itertools.combinations(slugs, 2))
