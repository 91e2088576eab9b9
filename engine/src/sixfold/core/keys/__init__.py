"""Environment variables as the files state them, and what those files owe each other."""
