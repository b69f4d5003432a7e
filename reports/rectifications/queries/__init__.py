"""Reads for the papers of a hazard's life."""
