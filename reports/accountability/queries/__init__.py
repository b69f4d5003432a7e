"""Reads of cases of accountability."""
