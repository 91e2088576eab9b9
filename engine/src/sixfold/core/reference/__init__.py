"""Pages that are made of the code: keys, verbs, errors, environments."""
