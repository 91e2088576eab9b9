"""What a test process reads, seen while it runs: code, files, variables, programs it starts.

`watch` sees, `events` says what counts, `journal` writes it down, `plugin` tells tests and
fixtures apart, `child` starts the same in the Python programs that tests start. It is imported
only where a recording was asked for, and imports nothing of sixfold.
"""
