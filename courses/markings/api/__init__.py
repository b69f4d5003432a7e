"""Marks and results over HTTP."""

from courses.markings.api import marks, regrades, results, statistics
from courses.markings.api.blueprint import blueprint

__all__ = ["blueprint", "marks", "regrades", "results", "statistics"]
