"""Tests of Finance Report; the folders are those of `src`, and `infra` for what it stands on."""
