"""CAMT.053, the bank-to-customer statement of ISO 20022, in every version from .02 on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal

from src.statements.parsers import amounts, dates
from src.statements.parsers.base import (
    MOST_LINES,
    Balance,
    Faults,
    Reading,
    ReadLine,
    ReadStatement,
    joined,
    known_currency,
)
from src.statements.parsers.profile import Profile
from src.statements.parsers.xml_tree import Node, tree

_HEADED = re.compile(rb"camt\.05[234]|<(?:\w+:)?BkToCstmr")
# The codes of balances: opening and its other name, the previous closing; closing.
_OPENING = ("OPBD", "PRCD")
_CLOSING = ("CLBD",)


class Camt:
    """Reads every statement of the file; batches are split where their parts add up."""

    name = "camt053"
    title = "CAMT.053"

    def recognises(self, head: bytes) -> bool:
        """The namespace or the message's element among the first bytes."""
        return bool(_HEADED.search(head.replace(b"\x00", b"")))

    def read(self, content: bytes, _: Profile | None = None, /) -> Reading:
        """One statement for each `Stmt` that has an account."""
        faults = Faults()
        root = tree(content, faults)
        document = root.first("Document") or root
        message = document.first("BkToCstmrStmt")
        if message is None:
            other = document.first("BkToCstmrAcctRpt") or document.first("BkToCstmrDbtCdtNtfctn")
            if other is not None:
                what = "reports of the day (camt.052) and single bookings (camt.054) are not read"
                faults.add(other.line, f"{what}: ask the bank for camt.053")
            elif not faults.found:
                faults.add(0, "there is no statement in it")
            return Reading((), faults.all())
        found = list(message.all("Stmt"))
        if sum(1 for statement in found for _ in statement.all("Ntry")) > MOST_LINES:
            faults.add(0, f"more than {MOST_LINES} entries: export a shorter period")
            return Reading((), faults.all())
        return Reading(tuple(_statement(each, faults) for each in found), faults.all())


def _statement(node: Node, faults: Faults) -> ReadStatement:
    lines: list[ReadLine] = []
    currency = node.value("Acct", "Ccy") or _currency_of_amounts(node)
    for entry in node.all("Ntry"):
        try:
            _require_currency(entry, currency)
            lines.extend(_lines(entry, faults))
        except ValueError as error:
            faults.add(entry.line, str(error), _said(entry))
    account = node.value("Acct", "Id", "IBAN") or node.value("Acct", "Id", "Othr", "Id")
    return ReadStatement(
        lines=tuple(lines),
        account=joined(account)[:64],
        currency=known_currency(currency, node.line, faults),
        opening=_balance(node, _OPENING, faults),
        closing=_balance(node, _CLOSING, faults),
        first=_day(node.value("FrToDt", "FrDtTm")),
        last=_day(node.value("FrToDt", "ToDtTm")),
    )


def _lines(entry: Node, faults: Faults) -> Iterator[ReadLine]:
    if not entry.whole:
        raise ValueError("the file ends inside this entry")
    status = entry.value("Sts", "Cd") or entry.value("Sts")
    if status not in ("", "BOOK"):
        what = f"not booked yet (status {status}): it comes with a later statement"
        faults.add(entry.line, what, _said(entry), lost=False)
        return
    amount = _signed(entry)
    day = _required_day(entry)
    if not amount:
        faults.add(entry.line, "an amount of zero books nothing", _said(entry))
        return
    value_date = _day(entry.value("ValDt", "Dt") or entry.value("ValDt", "DtTm"))
    parts = list(entry.all("NtryDtls", "TxDtls"))
    split = _split(entry, parts, amount)
    if len(parts) > 1 and not split:
        what = f"one line: its {len(parts)} transactions do not add up to it"
        faults.add(entry.line, what, _said(entry), lost=False)
    if not split:
        split = [(parts[0] if parts else None, amount)]
    for part, part_amount in split:
        yield ReadLine(
            number=part.line if part and len(split) > 1 else entry.line,
            date=day,
            amount=part_amount,
            text=_text(entry, part),
            bank_id=_bank_id(entry, part, alone=len(split) == 1),
            value_date=value_date,
        )


def _split(entry: Node, parts: list[Node], whole: Decimal) -> list[tuple[Node | None, Decimal]]:
    """The transactions of a batch with their amounts, where those add up to the entry."""
    if len(parts) < 2:
        return []
    found: list[tuple[Node | None, Decimal]] = []
    for part in parts:
        amount = part.first("Amt") or part.first("AmtDtls", "TxAmt", "Amt")
        if amount is None:
            return []
        mark = part.value("CdtDbtInd") or entry.value("CdtDbtInd")
        try:
            found.append((part, _amount(amount.text, mark)))
        except ValueError:
            return []
    adds_up = sum(amount for _, amount in found) == whole
    return found if adds_up and all(amount for _, amount in found) else []


def _text(entry: Node, part: Node | None) -> str:
    """Who and what for, as far as the bank says it; else its own words for the booking."""
    said: list[str] = []
    if part is not None:
        side = "Dbtr" if (part.value("CdtDbtInd") or entry.value("CdtDbtInd")) == "CRDT" else "Cdtr"
        parties = part.first("RltdPties")
        if parties is not None:
            said.append(parties.value(side, "Nm") or parties.value(side, "Pty", "Nm"))
        said += [node.text for node in part.all("RmtInf", "Ustrd")]
        said += [node.text for node in part.all("RmtInf", "Strd", "CdtrRefInf", "Ref")]
        said.append(part.value("AddtlTxInf"))
    text = joined(*said)
    if entry.value("RvslInd") == "true":
        text = joined("Reversal", text)
    return text or joined(entry.value("AddtlNtryInf"), entry.value("NtryRef"))


def _bank_id(entry: Node, part: Node | None, *, alone: bool) -> str:
    own = part.value("Refs", "AcctSvcrRef") if part else ""
    whole = entry.value("AcctSvcrRef")
    if alone:
        return joined(whole or own)[:200]
    # The parts of a batch share its reference; their own, or the payer's, tells them apart.
    told_apart = own or (part.value("Refs", "EndToEndId") if part else "")
    return joined(whole, told_apart)[:200] if whole else joined(own)[:200]


def _balance(node: Node, codes: tuple[str, ...], faults: Faults) -> Balance | None:
    for code in codes:
        for balance in node.all("Bal"):
            if balance.value("Tp", "CdOrPrtry", "Cd") == code:
                try:
                    day = _day(balance.value("Dt", "Dt") or balance.value("Dt", "DtTm"))
                    return Balance(_signed(balance), day)
                except ValueError as error:
                    what = f"the balance cannot be read: {error}"
                    faults.add(balance.line, what, lost=False)
    return None


def _signed(node: Node) -> Decimal:
    return _amount(node.value("Amt"), node.value("CdtDbtInd"))


def _amount(text: str, mark: str) -> Decimal:
    """ISO 20022 writes amounts without a sign; the mark beside them says the direction."""
    amount = amounts.amount(text)
    if mark not in ("CRDT", "DBIT"):
        raise ValueError(f"{mark[:20]!r} is neither CRDT nor DBIT")
    return amount if mark == "CRDT" else Decimal(0) - amount


def _require_currency(entry: Node, currency: str) -> None:
    """Another currency's amount must not be read as one of the account's."""
    amount = entry.first("Amt")
    said = amount.attributes.get("Ccy", "") if amount else ""
    if said and currency and said != currency:
        raise ValueError(f"an amount in {said[:10]}, in a statement in {currency[:10]}")


def _required_day(entry: Node) -> dt.date:
    for place in ("BookgDt", "ValDt"):
        if text := entry.value(place, "Dt") or entry.value(place, "DtTm"):
            return dates.date(text[:10], "YMD")
    raise ValueError("there is no date of booking")


def _day(text: str) -> dt.date | None:
    try:
        return dates.date(text[:10], "YMD")
    except ValueError:
        return None


def _currency_of_amounts(node: Node) -> str:
    found = {amount.attributes.get("Ccy", "") for amount in node.all("Ntry", "Amt")}
    found |= {amount.attributes.get("Ccy", "") for amount in node.all("Bal", "Amt")}
    return found.pop() if len(found) == 1 else ""


def _said(entry: Node) -> str:
    day = entry.value("BookgDt", "Dt") or entry.value("BookgDt", "DtTm")
    return joined(day, entry.value("Amt"), entry.value("CdtDbtInd"), entry.value("AddtlNtryInf"))
