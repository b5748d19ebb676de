"""A room that works together: its case, its tables, what they guess, compose and seal, what is revealed at once."""
