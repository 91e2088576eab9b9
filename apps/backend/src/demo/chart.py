"""The accounts of the invented household."""

from __future__ import annotations

from dataclasses import dataclass

from src.accounting.tables import AccountType

ASSET, LIABILITY, EQUITY, INCOME, EXPENSE = AccountType


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account by its code; `parent` is the code of the account above it."""

    code: str
    name: str
    type: AccountType
    currency: str = "SGD"
    parent: str | None = None
    cash: bool = False


CHART = (
    DemoAccount("1000", "Cash and bank", ASSET, cash=True),
    DemoAccount("1010", "Current account", ASSET, parent="1000", cash=True),
    DemoAccount("1020", "Savings account", ASSET, parent="1000", cash=True),
    DemoAccount("1030", "Wallet", ASSET, parent="1000", cash=True),
    DemoAccount("1100", "Euro account", ASSET, "EUR", cash=True),
    DemoAccount("1200", "US dollar account", ASSET, "USD", cash=True),
    DemoAccount("1500", "Retirement fund", ASSET),
    DemoAccount("2000", "Credit card", LIABILITY),
    DemoAccount("2100", "Study loan", LIABILITY),
    DemoAccount("3000", "Opening balances", EQUITY),
    DemoAccount("3010", "Opening balances in euro", EQUITY, "EUR"),
    DemoAccount("3020", "Opening balances in US dollars", EQUITY, "USD"),
    DemoAccount("4000", "Salary", INCOME),
    DemoAccount("4010", "Bonus", INCOME),
    DemoAccount("4020", "Employer's share of the retirement fund", INCOME),
    DemoAccount("4100", "Interest", INCOME),
    DemoAccount("4200", "Freelance work abroad", INCOME, "USD"),
    DemoAccount("5000", "Housing", EXPENSE),
    DemoAccount("5010", "Rent", EXPENSE, parent="5000"),
    DemoAccount("5020", "Electricity and water", EXPENSE, parent="5000"),
    DemoAccount("5030", "Internet and telephone", EXPENSE, parent="5000"),
    DemoAccount("5100", "Food", EXPENSE),
    DemoAccount("5110", "Groceries", EXPENSE, parent="5100"),
    DemoAccount("5120", "Hawker centres and restaurants", EXPENSE, parent="5100"),
    DemoAccount("5130", "Coffee", EXPENSE, parent="5100"),
    DemoAccount("5200", "Transport", EXPENSE),
    DemoAccount("5210", "Bus and train", EXPENSE, parent="5200"),
    DemoAccount("5220", "Taxi", EXPENSE, parent="5200"),
    DemoAccount("5300", "Health", EXPENSE),
    DemoAccount("5310", "Insurance", EXPENSE, parent="5300"),
    DemoAccount("5320", "Doctor and pharmacy", EXPENSE, parent="5300"),
    DemoAccount("5400", "Leisure", EXPENSE),
    DemoAccount("5410", "Subscriptions", EXPENSE, parent="5400"),
    DemoAccount("5420", "Gym", EXPENSE, parent="5400"),
    DemoAccount("5430", "Travel", EXPENSE, parent="5400"),
    DemoAccount("5440", "Travel in Europe", EXPENSE, "EUR", parent="5400"),
    DemoAccount("5500", "Clothes and things", EXPENSE),
    DemoAccount("5600", "Gifts and family", EXPENSE),
    DemoAccount("5700", "Income tax", EXPENSE),
    DemoAccount("5800", "Interest and fees", EXPENSE),
)
