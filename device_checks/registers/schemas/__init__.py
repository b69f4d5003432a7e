"""Wire shapes of registers."""
