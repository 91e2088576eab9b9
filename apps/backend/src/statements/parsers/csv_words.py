"""The words by which banks head the columns of their CSV files."""

from __future__ import annotations

from typing import Literal

Role = Literal[
    "date", "value_date", "text", "amount", "debit", "credit", "direction", "balance", "bank_id",
    "currency", "account",
]  # fmt: skip

# In the order in which they are tried: "value date" before "date", "debit amount" before "amount".
# English, German, French, Dutch, Spanish and Italian, in lower case, found as whole words.
WORDS: tuple[tuple[Role, tuple[str, ...]], ...] = (
    ("value_date", ("value date", "valuta", "valutadatum", "wertstellung",
                    "wertstellungsdatum", "date de valeur",
                    "date valeur", "fecha valor", "data valuta", "rentedatum")),
    ("balance", ("balance", "saldo", "solde", "kontostand", "running balance",
                 "saldo nach buchung", "saldo na mutatie", "saldo na trn", "new balance")),
    ("debit", ("debit", "debit amount", "withdrawal", "withdrawals", "soll", "débit",
               "debit (sgd)", "belastung", "paid out", "money out", "lastschrift", "cargo",
               "addebiti", "ausgang", "withdrawal amount", "debits", "dare")),
    ("credit", ("credit", "credit amount", "deposit", "deposits", "haben", "crédit",
                "credit (sgd)", "gutschrift", "paid in", "money in", "abono", "accrediti",
                "eingang", "deposit amount", "credits", "avere")),
    ("direction", ("cr/dr", "dr/cr", "credit/debit", "debit/credit", "soll/haben", "s/h",
                   "af bij", "type cr/dr", "sign", "d/c", "c/d", "debit or credit", "+/-",
                   "debit/credit indicator")),
    ("amount", ("amount", "betrag", "montant", "bedrag", "importe", "importo", "umsatz",
                "transaction amount", "net amount", "amount (sgd)", "amount (usd)",
                "amount (eur)", "betrag (eur)", "betrag (€)", "montant (eur)", "bedrag (eur)",
                "umsatz in eur", "billing amount", "montant en euros")),
    ("bank_id", ("transaction id", "fitid", "reference number", "bank reference", "ref no",
                 "transaktions-id", "buchungsreferenz", "numéro de transaction", "id",
                 "transactiereferentie", "volgnr", "transaction ref", "transaction number")),
    ("date", ("date", "transaction date", "booking date", "posting date", "post date",
              "posted date", "buchungstag", "buchungsdatum", "buchung", "datum",
              "date operation", "date opération", "date de l'opération", "date comptable",
              "fecha", "data", "trans date", "transaction posting date", "completed date",
              "fecha operación", "data contabile", "boekdatum", "started date", "date posted")),
    ("currency", ("currency", "währung", "waehrung", "devise", "valuta code", "munt", "moneda",
                  "divisa", "ccy", "currency code")),
    ("account", ("account", "account number", "iban", "konto", "kontonummer", "auftragskonto",
                 "iban auftragskonto", "numéro de compte", "rekening", "iban/bban",
                 "own account", "account no")),
    ("text", ("description", "details", "narrative", "payee", "memo", "name", "verwendungszweck",
              "buchungstext", "auftraggeber/empfänger", "auftraggeber / begünstigter",
              "begünstigter/zahlungspflichtiger", "beguenstigter/zahlungspflichtiger",
              "beneficiary", "counterparty", "libellé", "libelle", "libellé opération",
              "naam / omschrijving", "omschrijving", "omschrijving-1", "mededelingen",
              "naam tegenpartij", "concepto", "descripción", "descrizione", "causale",
              "transaction ref1", "transaction ref2", "transaction ref3", "reference",
              "zahlungsempfänger*in", "zahlungspflichtige*r", "empfänger", "auftraggeber",
              "transaction description", "particulars", "merchant", "referenz", "zweck",
              "client reference", "additional reference", "misc reference", "nom", "détail")),
)  # fmt: skip

# Told apart from the counterparty's account by standing in the preamble or heading a column of
# one value; a column that names somebody else's account is text.
OTHERS_ACCOUNT = ("tegenrekening", "gegenkonto", "counterparty account", "kontonummer/iban",
                  "iban zahlungsbeteiligter", "iban tegenpartij",
                  "tegenrekening iban/bban")  # fmt: skip


def role_of(heading: str) -> Role | None:
    """What a column with this heading holds, or None when the heading does not say."""
    said = " ".join(heading.casefold().replace('"', "").replace("_", " ").split()).strip(" .:*")
    if said in OTHERS_ACCOUNT:
        return None
    for role, words in WORDS:
        if said in words:
            return role
    # "Debit Amount (SGD)", "Betrag in EUR": the unit after the word.
    bare = said.partition("(")[0].partition(" in ")[0].strip()
    if bare != said and bare:
        return role_of(bare)
    return None
