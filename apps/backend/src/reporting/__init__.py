"""Reporting: what the books say, in one currency, with the way down from every figure.

Each report is a pure function in a file of its own: accounts, sums and rates in, figures out.
`store` fetches the sums, `service` joins the two, `documents` turns a report into a table that
CSV and PDF share.
"""
