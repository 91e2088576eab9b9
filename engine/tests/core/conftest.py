"""Properties are judged by what they say, not by how busy the machine is."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# All tests of core together take less than two seconds; SIXFOLD_EXAMPLES asks for a longer search.
settings.register_profile(
    "core",
    deadline=None,
    max_examples=int(os.environ.get("SIXFOLD_EXAMPLES", "25")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("core")
