"""Reports tie out, on any books at all."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from src import money
from src.accounting.rates import Rate, Rates
from src.reporting.balance_sheet import balance_sheet
from src.reporting.cash_flow import cash_flow
from src.reporting.income_statement import income_statement
from src.reporting.over_time import net_worth
from src.reporting.rules import Flow, LedgerAccount, Valuation, day_of, month_end, section

LAST = dt.date(2026, 6, 17)
FIRST = dt.date(2026, 2, 9)
MONTHS = [dt.date(2026, month, 1) for month in range(1, 7)]
CURRENCIES = ("SGD", "USD", "JPY", "BHD")
KINDS = ("asset", "liability", "equity", "income", "expense")

ACCOUNTS = {
    number: LedgerAccount(
        number,
        f"{number:03}",
        f"{kind} {currency}",
        kind,
        currency,
        cash=kind == "asset",
        is_exchange=False,
    )
    for number, (kind, currency) in enumerate(
        ((kind, currency) for kind in KINDS for currency in CURRENCIES), start=1
    )
} | {
    100 + number: LedgerAccount(
        100 + number, f"x{number}", "exchange", "equity", currency, is_exchange=True
    )
    for number, currency in enumerate(CURRENCIES)
}

# Books are slow to invent; a nightly run can ask for more of them.
FEW = settings(max_examples=20, deadline=None)
Entry = list[tuple[int, Decimal]]
numbers = st.decimals("0.0001", "300", places=6)


def amounts(currency: str) -> st.SearchStrategy[Decimal]:
    """Amounts in the smallest unit of a currency."""
    digits = money.MINOR_UNITS[currency]
    return st.integers(-(10**9), 10**9).map(lambda units: Decimal(units).scaleb(-digits))


@st.composite
def entries(draw: st.DrawFn) -> list[tuple[dt.date, Entry]]:
    """Entries that sum to zero in each currency, some of them across two."""
    found = []
    for _ in range(draw(st.integers(0, 8))):
        lines: Entry = []
        for currency in draw(st.sets(st.sampled_from(CURRENCIES), min_size=1, max_size=2)):
            of_it = [id_ for id_, each in ACCOUNTS.items() if each.currency == currency]
            parts = draw(st.lists(amounts(currency), min_size=1, max_size=3))
            for part in [*parts, -sum(parts, Decimal(0))]:
                lines.append((draw(st.sampled_from(of_it)), part))
        found.append((draw(st.sampled_from(MONTHS)), lines))
    return found


@st.composite
def stored_rates(draw: st.DrawFn, *, complete: bool) -> Rates:
    """Rates in Singapore dollars, from before the books began or not for every currency."""
    stored = []
    for currency in CURRENCIES[1:]:
        if complete or draw(st.booleans()):
            days = [dt.date(2025, 12, 1), *draw(st.lists(st.sampled_from(MONTHS), max_size=4))]
            stored += [Rate(day, currency, "SGD", draw(numbers)) for day in dict.fromkeys(days)]
    return Rates.of(stored)


def flows(books: list[tuple[dt.date, Entry]], *, stocks_by_month: bool = False) -> list[Flow]:
    """The sums as the store gives them to a balance sheet."""
    found = []
    for month, lines in books:
        for id_, amount in lines:
            is_stock = ACCOUNTS[id_].type in ("asset", "liability")
            keeps = stocks_by_month or not is_stock
            found.append(Flow(id_, month if keeps else None, amount))
    return found


@FEW
@given(entries(), stored_rates(complete=True))
def test_exchange_differences_are_the_revaluation_of_everything_else(
    books: list[tuple[dt.date, Entry]], rates: Rates
) -> None:
    """The last line of the balance sheet, computed the other way round: from what rates did."""
    all_flows = flows(books)
    report = balance_sheet(ACCOUNTS, all_flows, rates, "SGD", LAST)

    revaluation = Decimal(0)
    for flow in all_flows:
        account = ACCOUNTS[flow.account_id]
        at_the_end = rates.on(LAST, account.currency, "SGD")
        at_its_time = rates.on(day_of(flow, LAST), account.currency, "SGD")
        assert at_the_end is not None
        assert at_its_time is not None
        if account.is_exchange:
            revaluation -= flow.amount * at_the_end.rate
        elif account.type not in ("asset", "liability"):
            revaluation += flow.amount * (at_its_time.rate - at_the_end.rate)
    rounding = Decimal("0.005") * (len(ACCOUNTS) + 1)
    assert abs(report.exchange_differences - revaluation) <= rounding


@FEW
@given(entries(), stored_rates(complete=False))
def test_a_balance_sheet_ties_out_whatever_rates_are_missing(
    books: list[tuple[dt.date, Entry]], rates: Rates
) -> None:
    report = balance_sheet(ACCOUNTS, flows(books), rates, "SGD", LAST)

    right = report.equity.total + report.earnings + report.exchange_differences
    assert report.net_worth == right
    lacking = {each.currency for each in report.valuation.missing}
    for part in (report.assets, report.liabilities, report.equity):
        for row in part.rows:
            assert (row.value is None) == (row.account.currency in lacking and bool(row.amount))


@FEW
@given(entries())
def test_books_in_one_currency_have_no_exchange_differences(
    books: list[tuple[dt.date, Entry]],
) -> None:
    only = [
        (month, [(id_, each) for id_, each in lines if ACCOUNTS[id_].currency == "SGD"])
        for month, lines in books
    ]
    ordinary = [
        (month, [(3 if ACCOUNTS[id_].is_exchange else id_, each) for id_, each in lines])
        for month, lines in only
    ]
    plain = {id_: each for id_, each in ACCOUNTS.items() if each.currency == "SGD"}
    plain[3] = LedgerAccount(3, "003", "equity", "equity", "SGD")

    report = balance_sheet(plain, flows(ordinary), Rates(), "SGD", LAST)

    assert report.exchange_differences == 0


@FEW
@given(entries(), stored_rates(complete=True))
def test_earnings_are_what_the_income_statement_says(
    books: list[tuple[dt.date, Entry]], rates: Rates
) -> None:
    all_flows = flows(books)
    result = [each for each in all_flows if ACCOUNTS[each.account_id].type in ("income", "expense")]

    statement = income_statement(ACCOUNTS, result, rates, "SGD", (None, LAST))

    assert statement.net == balance_sheet(ACCOUNTS, all_flows, rates, "SGD", LAST).earnings


@FEW
@given(entries(), stored_rates(complete=True))
def test_net_worth_over_time_ends_where_the_balance_sheet_is(
    books: list[tuple[dt.date, Entry]], rates: Rates
) -> None:
    stocks = [
        each
        for each in flows(books, stocks_by_month=True)
        if ACCOUNTS[each.account_id].type in ("asset", "liability")
    ]

    points = net_worth(ACCOUNTS, stocks, rates, "SGD", (MONTHS[0], LAST)).points

    assert [point.day for point in points] == [*map(month_end, MONTHS[:-1]), LAST]
    sheet = balance_sheet(ACCOUNTS, flows(books), rates, "SGD", LAST)
    # One rounds the sum, the other each account.
    assert abs(points[-1].net_worth - sheet.net_worth) <= Decimal("0.005") * len(ACCOUNTS)


@FEW
@given(entries(), stored_rates(complete=False))
def test_the_cash_flow_leads_from_the_opening_to_the_closing(
    books: list[tuple[dt.date, Entry]], rates: Rates
) -> None:
    opening, moved, counter = [], [], []
    for month, lines in books:
        touches = any(ACCOUNTS[id_].cash for id_, _ in lines)
        for id_, amount in lines:
            if ACCOUNTS[id_].cash:
                (opening if month < FIRST else moved).append(Flow(id_, None, amount))
            elif touches and month >= FIRST:
                counter.append(Flow(id_, month, amount))

    report = cash_flow(ACCOUNTS, opening, moved, counter, rates, "SGD", (FIRST, LAST))

    activities = report.operating.total + report.investing.total + report.financing.total
    assert report.opening + activities + report.exchange_differences == report.closing
    if all(ACCOUNTS[each.account_id].currency == "SGD" for each in (*opening, *moved, *counter)):
        exchanged = sum(
            (each.amount for each in counter if ACCOUNTS[each.account_id].is_exchange), Decimal(0)
        )
        assert report.exchange_differences == -exchanged


@FEW
@given(st.lists(st.tuples(st.integers(1, 6), st.integers(-(10**6), 10**6)), max_size=20))
def test_a_parent_holds_what_its_children_do(sums: list[tuple[int, int]]) -> None:
    tree = {
        number: LedgerAccount(
            number, f"{number}", "x", "expense", "SGD", parent_id=number // 2 or None
        )
        for number in range(1, 7)
    }
    given_ = [Flow(id_, None, Decimal(cents).scaleb(-2)) for id_, cents in sums]
    valuation = Valuation.of("SGD", Rates(), [("SGD", LAST)])

    part = section("expenses", tree, given_, valuation, LAST)

    assert part.total == sum((each.amount for each in given_), Decimal(0))
    for row in part.rows:
        below = [each for each in part.rows if each.account.parent_id == row.account.id]
        assert row.total == (row.value or 0) + sum((each.total for each in below), Decimal(0))
        assert all(each.depth == row.depth + 1 for each in below)
