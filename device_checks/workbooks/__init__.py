"""Registers in and out by spreadsheet."""
