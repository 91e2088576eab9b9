"""Weights of evidence: what scores are made of, and what chance they come to.

0.10, which people are shown as ten points, makes it ten times likelier that two belong together.
The parts of a score sum to its odds against their having nothing to do with each other.
"""

from __future__ import annotations

from math import log10

_TENFOLD = 0.10
# Beyond this, in points either way, nothing more is said: floats stay within their range.
_MOST = 1.5


def points(times: float) -> float:
    """What makes it so many times likelier."""
    return _TENFOLD * log10(times)


def odds(score: float) -> float:
    """How many times likelier than not a score says."""
    return float(10 ** (max(-_MOST, min(_MOST, score)) / _TENFOLD))


def chance(score: float) -> float:
    """From 0 to 1, how likely a score says, if there is no rival."""
    for_it = odds(score)
    return for_it / (1 + for_it)
