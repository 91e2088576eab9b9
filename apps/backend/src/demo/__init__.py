"""Demo: two years of an invented person's books, to look around in and to throw away again.

`household` invents them and knows no database; everything it makes carries a mark, and only what
carries it is ever removed.
"""
