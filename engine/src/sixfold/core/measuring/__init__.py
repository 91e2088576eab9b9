"""What a process noted while it ran, read back as the lines and branches that ran."""
