"""Which tests a change can reach: unknown means run."""
