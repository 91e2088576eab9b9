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

# ISO 4217, list three: what old statements are in, when it went, and what took its place.
_RETIRED = """
    ADP 2003 EUR, ATS 2002 EUR, BEF 2002 EUR, CUC 2021 CUP, CYP 2008 EUR, DEM 2002 EUR,
    EEK 2011 EUR, ESP 2002 EUR, FIM 2002 EUR, FRF 2002 EUR, GHC 2007 GHS, GRD 2002 EUR,
    HRK 2023 EUR, IEP 2002 EUR, ITL 2002 EUR, LTL 2015 EUR, LUF 2002 EUR, LVL 2014 EUR,
    MRO 2018 MRU, MTL 2008 EUR, MXP 1993 MXN, MZM 2006 MZN, NLG 2002 EUR, PLZ 1997 PLN,
    PTE 2002 EUR, ROL 2005 RON, RUR 1998 RUB, SDD 2007 SDG, SIT 2007 EUR, SKK 2009 EUR,
    SLL 2024 SLE, STD 2018 STN, TMM 2009 TMT, TRL 2005 TRY, VEB 2008 VES, VEF 2018 VES,
    ZMK 2013 ZMW, ZWL 2024 ZWG
"""
RETIRED: dict[str, tuple[int, str]] = {
    code: (int(year), heir) for code, year, heir in map(str.split, _RETIRED.split(","))
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


def unknown(code: str) -> str:
    """Why `code`, which is no currency of today, is not taken: for people."""
    if code in RETIRED:
        year, heir = RETIRED[code]
        return f"{code!r} was given up in {year} for {heir}: books are kept in currencies of today"
    return f"{code!r} is not an ISO 4217 currency"


def fault(money: Money) -> str | None:
    """Why this money cannot be written into the books, or None when it can.

    A currency that does not exist, a fraction of its smallest unit, no finite number, or more
    digits than a line holds.
    """
    digits = MINOR_UNITS.get(money.currency)
    if digits is None:
        return unknown(money.currency)
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
