"""Wire shapes of ratings."""
