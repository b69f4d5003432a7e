"""Reads of sessions, candidates and attempts."""
