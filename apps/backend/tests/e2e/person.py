"""What a person does in the browser, in their own words, for the journeys."""

from __future__ import annotations

from itertools import count

from playwright.sync_api import FilePayload, Page, expect

from src.auth.forgery import HEADER

PASSWORD = "a long enough phrase"
# An account of the demonstration books, as choices name it.
WALLET = "1030 Wallet (SGD)"
# Accounts that most people begin with.
CURRENT, SALARY = "1100 Current account (SGD)", "4000 Salary (SGD)"
# Journeys share a server: whoever registers there is somebody new.
_PEOPLE = count(1)


def register(page: Page, name: str = "Ada") -> None:
    """Make an account where the page asks for one."""
    email = f"{name.lower()}-{next(_PEOPLE)}@example.org"
    page.get_by_role("button", name="Create an account").click()
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()


def begin_books(page: Page) -> None:
    """Register at the journal, and make the accounts that most people begin with."""
    page.goto("/journal")
    register(page)
    page.get_by_role("button", name="Create starter accounts").click()


def write_entry(
    page: Page, description: str, debit: tuple[str, str], credit: tuple[str, str]
) -> None:
    """Write an entry of two lines, each an account and an amount, into the form that is open."""
    page.get_by_label("Description").fill(description)
    for line, side, (account, amount) in ((1, "Debit", debit), (2, "Credit", credit)):
        page.get_by_label(f"Account of line {line}").select_option(label=account)
        page.get_by_label(f"{side} of line {line}").fill(amount)


def load_demo(page: Page, name: str = "Ada") -> None:
    """Register, and bring the demonstration books in one click."""
    page.goto("/")
    register(page, name)
    page.get_by_role("button", name="Load demo data").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()


def put_statement_aside(page: Page) -> None:
    """Take back the statement of the demonstration: what follows is about one's own files."""
    (found,) = page.request.get("/api/imports").json()["items"]
    address = f"/api/reconciliation/imports/{found['id']}/undo"
    assert page.request.post(address, headers={HEADER: "journeys"}).ok


def upload(page: Page, name: str, content: str) -> None:
    """Choose one file on the page of statements; it opens when the server has it."""
    page.goto("/statements")
    file = FilePayload(name=name, mimeType="text/csv", buffer=content.encode())
    page.get_by_label("Statement files").set_input_files(file)


def confirm_columns(page: Page) -> None:
    """Take the columns of a CSV file as they were detected."""
    expect(page.get_by_role("status").filter(has_text="can be read")).to_be_visible()
    page.get_by_role("button", name="Read the file this way").click()


def import_into(page: Page, account: str, lines: int) -> None:
    """Say whose statement it is, and make its lines count."""
    choice = page.get_by_label("Is of the account")
    choice.select_option(label=account)
    page.get_by_role("button", name=f"Import {lines} line{'s' * (lines != 1)}").click()
    expect(page.get_by_text("Next: say what its lines were for.")).to_be_visible()


def book_on(page: Page, account: str) -> None:
    """Answer what the current line was for, by keyboard."""
    page.keyboard.press("e")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Account").select_option(label=account)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
