"""Tests of statements: parsers and rules without a server, then store, worker and routes."""
