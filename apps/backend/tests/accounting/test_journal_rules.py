"""The rules of an entry's lines, on any lines at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from src.accounting import rules
from src.accounting.rules import AccountState, Balance, Posting
from src.money import MINOR_UNITS, Money, sums

from .conftest import sgd, usd

ACCOUNTS = {
    1: AccountState("1000", "SGD", closed=False),
    2: AccountState("4000", "SGD", closed=False),
    3: AccountState("1100", "USD", closed=False),
    4: AccountState("3000", "USD", closed=False),
    9: AccountState("9000", "SGD", closed=True),
}
CENTS = st.integers(-(10**15), 10**15).filter(bool)


@st.composite
def balanced(draw: st.DrawFn) -> list[Posting]:
    """Two or more lines in one or two currencies that sum to zero in each."""
    postings: list[Posting] = []
    for currency, accounts in draw(
        st.lists(
            st.sampled_from([("SGD", (1, 2)), ("USD", (3, 4))]), min_size=1, max_size=2, unique=True
        )
    ):
        amounts = draw(st.lists(CENTS, min_size=1, max_size=6).filter(sum))
        for cents in [*amounts, -sum(amounts)]:
            money = Money(Decimal(cents).scaleb(-2), currency)
            postings.append(Posting(draw(st.sampled_from(accounts)), money))
    return draw(st.permutations(postings))


@given(balanced())
def test_balanced_lines_are_an_entry(postings: list[Posting]) -> None:
    assert rules.entry_faults(postings, ACCOUNTS) == []


@given(balanced(), st.data(), CENTS)
def test_one_amount_off_is_never_an_entry(
    postings: list[Posting], data: st.DataObject, off: int
) -> None:
    index = data.draw(st.integers(0, len(postings) - 1))
    line = postings[index]
    money = Money(line.money.amount + Decimal(off).scaleb(-2), line.money.currency)
    postings[index] = Posting(line.account_id, money)

    assert rules.entry_faults(postings, ACCOUNTS)


@given(balanced())
def test_an_entry_and_its_mirror_leave_every_account_as_it_was(postings: list[Posting]) -> None:
    both = [*postings, *rules.mirrored(postings)]

    for account in ACCOUNTS:
        moneys = [each.money for each in both if each.account_id == account]
        assert not any(sums(moneys).values())


@given(balanced())
def test_mirroring_twice_gives_the_same_lines(postings: list[Posting]) -> None:
    assert rules.mirrored(rules.mirrored(postings)) == tuple(postings)


@given(balanced())
def test_the_mirror_of_an_entry_is_an_entry(postings: list[Posting]) -> None:
    assert rules.entry_faults(rules.mirrored(postings), ACCOUNTS) == []


def test_the_difference_is_named_with_its_side_and_currency() -> None:
    faults = rules.entry_faults([sgd(1, "10.00"), sgd(2, "-9.99")], ACCOUNTS)

    assert [fault.field for fault in faults] == ["lines"]
    assert faults[0].message == "not balanced: 0.01 SGD too much on the debit side"


def test_currencies_do_not_balance_each_other() -> None:
    faults = rules.entry_faults([sgd(1, "10"), usd(3, "-10")], ACCOUNTS)

    assert [fault.message for fault in faults] == [
        "not balanced: 10.00 SGD too much on the debit side",
        "not balanced: 10.00 USD too much on the credit side",
    ]


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_lines_are_no_entry(count: int) -> None:
    faults = rules.entry_faults([sgd(1, "5")] * count, ACCOUNTS)

    assert [fault.message for fault in faults] == ["an entry needs at least two lines"]


def test_every_fault_is_reported_with_its_line() -> None:
    postings = [sgd(1, "0"), sgd(77, "1"), sgd(9, "1"), usd(1, "1"), sgd(2, "0.001")]

    faults = {fault.field: fault.message for fault in rules.entry_faults(postings, ACCOUNTS)}

    assert faults == {
        "lines.0.amount": "a line of zero says nothing",
        "lines.1.account_id": "there is no account 77",
        "lines.2.account_id": "account 9000 is closed",
        "lines.3.account_id": "account 1000 is kept in SGD, not in USD",
        "lines.4.amount": "SGD has 2 decimals, the amount has 3",
    }


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_the_columns_of_a_balance_differ_by_it_and_one_is_zero(balance: Decimal) -> None:
    columns = rules.split(balance)

    assert columns.debit == balance or columns.credit.copy_negate() == balance
    assert min(columns.debit, columns.credit) == 0 <= max(columns.debit, columns.credit)


def test_a_credit_balance_is_shown_as_a_positive_credit() -> None:
    assert rules.split(Decimal("-3.50")) == Balance(Decimal(0), Decimal("3.50"))


def test_an_account_cannot_lie_below_itself_or_its_children() -> None:
    parents = {1: None, 2: 1, 3: 2, 4: None}

    assert rules.closes_circle(parents, account=1, parent=1)
    assert rules.closes_circle(parents, account=1, parent=3)
    assert not rules.closes_circle(parents, account=3, parent=1)
    assert not rules.closes_circle(parents, account=4, parent=3)


@given(st.dictionaries(st.integers(1, 8), st.none() | st.integers(1, 8)))
def test_a_damaged_tree_is_walked_to_an_end(parents: dict[int, int | None]) -> None:
    assert rules.closes_circle(parents, account=1, parent=1)
    rules.closes_circle(parents, account=99, parent=1)


def test_every_currency_of_the_rules_fits_the_scale_of_the_database() -> None:
    assert set(MINOR_UNITS.values()) == {0, 2, 3, 4}
