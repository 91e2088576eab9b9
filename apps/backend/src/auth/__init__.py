"""Who somebody is: people, passwords, sessions, and how often anybody may try.

A password never leaves `passwords.py` other than as its hash, a session's secret is stored nowhere
but in the cookie, and nothing here tells whether an address has an account.
"""
