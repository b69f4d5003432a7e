"""Cameras, recorders and alarms: registers, snapshots, their verification. Nothing is built here yet."""
