"""Coverage as a model: reports in three formats, their union, what changed, the gate."""
