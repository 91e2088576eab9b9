"""Pages for people: HTML, styles and scripts that commands fill with values.

Nothing here is code of the package. A page is one file when it is written, and asks no network.
"""
