"""Where services run: one Protocol (`base.Runtime`), one registry, one contract test for all.

A runtime starts, finds and stops servers. It knows nothing of namespaces, databases or tests, and
it never imports `clients` or `commands`.
"""
