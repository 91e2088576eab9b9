"""What is stated twice, and where the two differ."""
