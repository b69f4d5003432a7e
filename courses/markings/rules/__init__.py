"""Marking: pure functions of slots, versions, keys, answers and rules."""
