"""Parsers: bytes in, lines and faults out. No file, no clock, no database; amounts are Decimal.

One file for each format, one line for each in `registry`, one contract test for all of them.
"""
