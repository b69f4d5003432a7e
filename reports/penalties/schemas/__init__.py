"""Wire shapes of penalties."""
