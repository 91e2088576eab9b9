"""Tests of the runtimes, and the one contract that all of them pass."""
