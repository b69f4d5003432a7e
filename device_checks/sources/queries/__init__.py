"""Reads of sources and of bureaus' lists."""

from device_checks.sources.queries.targets import allowed_for_unit, targets_of

__all__ = ["allowed_for_unit", "targets_of"]
