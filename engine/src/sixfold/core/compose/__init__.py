"""Compose files as values: reading, merging, interpolating, and what of them is not supported."""
