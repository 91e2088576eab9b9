"""Money: an exact decimal amount and the ISO 4217 currency that it is of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext

# Four decimals hold every minor unit of ISO 4217 (UYW and CLF have four); sixteen digits before
# them hold any personal fortune in any currency. `journal_lines.amount` is declared with these.
SCALE = 4
PRECISION = 20

_LARGEST = Decimal(10) ** (PRECISION - SCALE)

# ISO 4217, list one, without precious metals, testing codes and units of account of banks.
_TWO_DECIMALS = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD
    CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS
    GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL
    MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK
    PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS
    TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
"""
_OTHER_DECIMALS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}

MINOR_UNITS: dict[str, int] = dict.fromkeys(_TWO_DECIMALS.split(), 2) | {
    code: digits for digits, codes in _OTHER_DECIMALS.items() for code in codes.split()
}


@dataclass(frozen=True, slots=True)
class Money:
    """`amount` of `currency`. Arithmetic between two currencies does not exist."""

    amount: Decimal
    currency: str

    def __neg__(self) -> Money:
        # Unlike the minus sign, this never rounds to the context of the thread.
        return Money(self.amount.copy_negate(), self.currency)

    def __str__(self) -> str:
        return f"{render(self.amount, self.currency)} {self.currency}"


def is_currency(code: str) -> bool:
    """Whether `code` is a currency of ISO 4217, in capitals."""
    return code in MINOR_UNITS


def fault(money: Money) -> str | None:
    """Why this money cannot be written into the books, or None when it can.

    A currency that does not exist, a fraction of its smallest unit, no finite number, or more
    digits than a line holds.
    """
    digits = MINOR_UNITS.get(money.currency)
    if digits is None:
        return f"{money.currency!r} is not an ISO 4217 currency"
    if not money.amount.is_finite():
        return "the amount is not a number"
    if abs(money.amount) >= _LARGEST:
        return f"the amount has more than {PRECISION - SCALE} digits before the decimal point"
    if _decimals(money.amount) > digits:
        return f"{money.currency} has {digits} decimals, the amount has {_decimals(money.amount)}"
    return None


def sums(moneys: Iterable[Money]) -> dict[str, Decimal]:
    """The exact sum for each currency, in the order of their codes."""
    totals: defaultdict[str, Decimal] = defaultdict(Decimal)
    with localcontext() as context:
        # The default context rounds sums to 28 digits; a sum of many lines may need more.
        context.prec = 2 * PRECISION
        for money in moneys:
            totals[money.currency] += money.amount
    return dict(sorted(totals.items()))


def render(amount: Decimal, currency: str) -> str:
    """The amount as JSON carries it: plain digits, with the decimals of its currency.

    Decimals beyond those of the currency are kept when they are not zero: never rounded.
    """
    digits = max(MINOR_UNITS.get(currency, SCALE), _decimals(amount))
    return f"{amount or Decimal(0):.{digits}f}"


def plain(number: Decimal) -> str:
    """A number as JSON carries it, such as a rate: plain digits without needless zeros."""
    text = f"{number or Decimal(0):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _decimals(amount: Decimal) -> int:
    """How many decimals the number needs: two for 12.3400, none for 1E+3."""
    return len(f"{amount:f}".partition(".")[2].rstrip("0"))
