"""Warnings: what a rule saw in the facts, told to those who must act, open until somebody answers."""
