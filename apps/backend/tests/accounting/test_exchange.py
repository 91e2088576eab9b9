"""Exchanging currencies: the lines that complete an entry, on any amounts at all."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from src import money
from src.accounting.exchange import Pair, Position, completed, pair_of, realised
from src.money import Money

PAIR = Pair("USD", "SGD")
FLAT = Position(Decimal(0), Decimal(0))

cents = st.integers(1, 10**12).map(lambda number: Decimal(number).scaleb(-2))


def trade(got: str | Decimal, paid: str | Decimal) -> list[Money]:
    """What somebody enters: dollars got (or given), Singapore dollars given (or got)."""
    return [Money(Decimal(got), "USD"), Money(Decimal(paid), "SGD")]


def after(position: Position, moneys: list[Money]) -> tuple[Position, Decimal]:
    """The position that the completed entry leaves, and its gain (negative) or loss."""
    added = completed(moneys, PAIR, position)
    moved = Position(position.held - added.foreign.amount, position.cost + added.cost.amount)
    return moved, added.gain.amount


@st.composite
def trades(draw: st.DrawFn) -> list[list[Money]]:
    """A life of buying and selling dollars."""
    signs = draw(st.lists(st.sampled_from((1, -1)), min_size=1, max_size=8))
    return [trade(sign * draw(cents), -sign * draw(cents)) for sign in signs]


@given(trades())
def test_every_completed_entry_balances_in_both_currencies(life: list[list[Money]]) -> None:
    position = FLAT
    for moneys in life:
        added = completed(moneys, PAIR, position)
        sums = money.sums([*moneys, added.foreign, added.cost, added.gain])
        assert set(sums.values()) == {Decimal(0)}
        assert not any(money.fault(each) for each in (added.foreign, added.cost, added.gain))
        position, _ = after(position, moneys)


@given(trades())
def test_who_has_given_everything_back_has_realised_everything(life: list[list[Money]]) -> None:
    """Whatever the way, what was paid less what was got is the sum of gains and losses."""
    position, realised = FLAT, Decimal(0)
    for moneys in life:
        position, gain = after(position, moneys)
        realised += gain
    if position.held:
        closing = trade(-position.held, Decimal("1.00").copy_sign(position.held))
        life = [*life, closing]
        position, gain = after(position, closing)
        realised += gain

    assert position == FLAT
    assert realised == -sum(moneys[1].amount for moneys in life)


@given(cents, cents)
def test_buying_realises_nothing(got: Decimal, paid: Decimal) -> None:
    position, gain = after(FLAT, trade(got, -paid))

    assert (position, gain) == (Position(got, paid), 0)


def test_selling_a_part_realises_against_the_average_cost() -> None:
    first, _ = after(FLAT, trade("10", "-13.00"))
    both, _ = after(first, trade("10", "-15.00"))

    left, gain = after(both, trade("-5", "7.50"))

    assert (left, gain) == (Position(Decimal(15), Decimal("21.00")), Decimal("-0.50"))


def test_what_is_realised_is_a_gain_above_zero_and_a_loss_below() -> None:
    bought, _ = after(FLAT, trade("10", "-13.50"))

    def sold(brings: str) -> Money:
        return realised(completed(trade("-10", brings), PAIR, bought))

    assert (sold("14.00"), sold("13.00")) == (
        Money(Decimal("0.50"), "SGD"),
        Money(Decimal("-0.50"), "SGD"),
    )


def test_selling_more_than_was_bought_turns_the_position() -> None:
    bought, _ = after(FLAT, trade("10", "-13.50"))

    turned, gain = after(bought, trade("-15", "21.00"))

    assert (turned, gain) == (Position(Decimal(-5), Decimal("-7.00")), Decimal("-0.50"))


def test_costs_are_in_the_base_currency_where_it_is_one_of_the_two() -> None:
    moneys = trade("10", "-13.50")

    assert pair_of(moneys, "SGD") == Pair("USD", "SGD")
    assert pair_of(moneys, "USD") == Pair("SGD", "USD")
    assert pair_of(moneys, "EUR") == Pair("USD", "SGD")


def test_what_is_no_exchange_is_told_why() -> None:
    balanced = [Money(Decimal(1), "SGD"), Money(Decimal(-1), "SGD")]
    assert "leave none" in str(pair_of(balanced, "SGD"))
    assert "leave EUR, SGD, USD" in str(
        pair_of([*trade("1", "-1"), Money(Decimal(1), "EUR")], "SGD")
    )
    assert "SGD and USD" in str(pair_of(trade("1", "1"), "SGD"))
