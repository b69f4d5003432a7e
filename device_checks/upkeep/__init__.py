"""Upkeep of what protects a unit: reports of condition, maintenance, tests, tasks, counts of equipment, gaps."""
