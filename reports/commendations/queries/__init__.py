"""Reads of commendations, by what is asked."""
