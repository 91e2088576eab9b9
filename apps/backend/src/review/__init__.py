"""Review: one queue of what waits for a person, what they decided, and the rules made of it."""
