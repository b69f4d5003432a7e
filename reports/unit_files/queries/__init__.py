"""Reads of unit files, by what is asked."""
