"""Patrols: every camera looked at by plan, spread over recorders and workers, and how available each was."""
