"""A database's schema as values: its migrations, its shape, and rows that fit it."""
