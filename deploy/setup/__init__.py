"""From a fresh clone to a place where the program runs; only the standard library, any number of times."""
