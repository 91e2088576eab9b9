"""The whole application in a real browser: its own process, its own database, the built pages."""
