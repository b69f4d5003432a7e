"""Keeping the tallies true."""

from reports.figures.services.counting import count_change, fold_changes, move_units
from reports.figures.services.recounting import prepare_tallies, rebuild, recount

__all__ = ["count_change", "fold_changes", "move_units", "prepare_tallies", "rebuild", "recount"]
