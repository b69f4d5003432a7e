"""Document numbers."""
