"""`--affected`: recordings of what tests read, and what is selected by them."""
