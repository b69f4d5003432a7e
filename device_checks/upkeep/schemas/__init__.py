"""Wire shapes of upkeep."""
