"""Benchmarks of the application: each module is one command that prints one table."""
