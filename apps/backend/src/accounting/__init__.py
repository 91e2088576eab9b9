"""Accounting: accounts, journal entries and the trial balance. Amounts never leave Decimal."""
