"""Reads of alarm lines, what they sent, and their tests."""
