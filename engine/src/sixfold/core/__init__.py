"""What sixfold decides: values in, values out.

Nothing in this room opens a file, a socket or a process, reads the clock, the environment or a
source of randomness. Everything it needs is handed to it; everything it decides is returned.
It may import `sixfold.errors` and the standard library's pure parts, and nothing else of sixfold.
"""
