"""`sixfold coverage`: unite the reports, ask the gate, and tell people and machines."""
