"""`python -m sixfold` is the command `sixfold`."""

from sixfold.door import main

main()
