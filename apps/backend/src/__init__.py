"""Finance Report's API: one folder for each domain, and beside them what all domains stand on.

Imports go `routes -> service -> {store, rules}`, `store -> tables`, `rules -> money`. Importing
a module starts nothing: no connection, no engine, no file. Nothing here knows the environment
engine; everything that differs between environments arrives as an environment variable.
"""
