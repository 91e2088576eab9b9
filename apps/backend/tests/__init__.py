"""Tests of Finance Report; the folders are those of `src`, and `infra` for what it stands on."""

import gc

# While tests are collected next to nothing becomes garbage: who looks for it takes a tenth of the
# time. From `pytest_collection_finish` on it is looked for again.
gc.disable()
