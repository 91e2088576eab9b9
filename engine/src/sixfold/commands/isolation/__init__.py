"""The resources of test processes: what they ask for, who makes it, who gives it back."""
