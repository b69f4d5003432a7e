"""Wire shapes of pictures."""
