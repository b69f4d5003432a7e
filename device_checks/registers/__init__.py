"""Registers of places and of what protects them: cameras, recorders, alarms, gates, barriers, equipment."""
