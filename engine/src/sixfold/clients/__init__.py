"""How sixfold talks to one outside system each: PostgreSQL, S3, Redis, git.

Clients are not clever: they translate calls into one system's protocol and its failures into
`sixfold.errors`. They never import `runtimes` or `commands`.
"""
